"""What a try leaves for the next one: its rows, ranks and what each indicator gave to each score; and what has changed since.

It lies beside the published file, under `tries/`, and no table of the warehouse knows it.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nianjian.frames.panels import TOTAL
from nianjian.pipeline.paths import Paths
from nianjian.study.rows import Rows
from nianjian.study.trial import Trial

if TYPE_CHECKING:
    import pandas as pd

PLACE = ["region_code", "year"]


@dataclass(frozen=True)
class Tried:
    """`ranks` has rank and score by variant, region and year; `parts` what each indicator gave to the score of the default
    variant, by indicator, region and year, no rows where it is no sum; `figures` says of which build the figures are."""

    rows: Rows
    ranks: "pd.DataFrame"
    parts: "pd.DataFrame"
    figures: str

    @classmethod
    def of(cls, trial: Trial, figures: str) -> "Tried":
        """What a trial gave."""
        scores = trial.scores
        totals = scores[scores["subsystem_code"] == TOTAL]
        ranks = totals[["variant_code", *PLACE, "rank", "score"]].reset_index(drop=True)
        return cls(trial.rows, ranks, parts_of_scores(trial), figures)


def parts_of_scores(trial: Trial) -> "pd.DataFrame":
    """What each indicator gives to the total under the default variant: weight x normalised value, x contribution of its
    subsystem where that has weights of its own. No rows, if they do not add up to the score: then it is no sum.
    """
    import numpy as np

    weights = trial.weights[trial.weights["is_default"]][["indicator_code", "year", "weight"]]
    cells = trial.workbench.relation("fct_normalised_value").filter("is_default").df()
    found = cells.merge(weights, on=["indicator_code", "year"])
    shares = trial.table("system_subsystems").set_index("subsystem_code")["contribution"]
    share = found["subsystem_code"].map(shares) if trial.study.weight_scope == "subsystem" else 1.0
    parts = found.assign(part=found["weight"] * found["normalised_value"] * share)
    scores = trial.scores[trial.scores["is_default"] & (trial.scores["subsystem_code"] == TOTAL)]
    sums = parts.groupby(PLACE)["part"].sum().loc[scores.set_index(PLACE).index]
    is_sum = np.allclose(sums, scores["score"], rtol=0, atol=1e-9)
    return parts[["indicator_code", *PLACE, "part"]].iloc[: len(parts) if is_sum else 0]


def path(paths: Paths, system: str) -> Path:
    """Where the last try of a system lies."""
    return paths.warehouse / "tries" / f"{system}.json"


def keep(tried: Tried, file: Path) -> None:
    """Keep a try in the place of the one before."""
    told = {
        "rows": tried.rows,
        "figures": tried.figures,
        "ranks": tried.ranks.to_dict("list"),
        "parts": tried.parts.to_dict("list"),
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    os.replace(fresh, file)


def read(file: Path) -> Tried | None:
    """The last try; None, if there was none or it was cut short."""
    import pandas as pd

    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        frames = [pd.DataFrame(told[name]) for name in ("ranks", "parts")]
        return Tried(told["rows"], *frames, told["figures"])
    except (FileNotFoundError, ValueError, KeyError):
        return None


def published(trial: Trial) -> Tried | None:
    """The system as it is published, in the place of a last try; None, if it is not."""
    import pandas as pd

    columns = ["variant_code", *PLACE, "rank", "score"]
    rows = trial.workbench.published(
        f"select {', '.join(columns)} from published.marts.fct_score where system_code = ? and subsystem_code = ?",
        trial.study.code,
        TOTAL,
    )
    if not rows:
        return None
    none = pd.DataFrame(columns=["indicator_code", *PLACE, "part"])
    seeds = trial.workbench.published_rows(trial.study.code)
    return Tried(seeds, pd.DataFrame(rows, columns=columns), none, "")


def moved(before: Tried, now: Tried, variant: str, year: int) -> "pd.DataFrame":
    """Regions ranked both times under a variant in a year: `rank_before`, `rank`, `score_before`, `score`, `moved` (up is
    above 0), and `why`, the indicator whose part of the score changed most, with that change in `part`; '' where the
    score is no sum. Those that moved most come first."""
    old, new = (
        _of(one.ranks, variant_code=variant, year=year).set_index("region_code") for one in (before, now)
    )
    found = new[["rank", "score"]].join(old[["rank", "score"]], rsuffix="_before", how="inner")
    found = found.assign(moved=found["rank_before"] - found["rank"], why="", part=0.0)
    parts = [_of(one.parts, year=year) for one in (before, now)]
    if all(len(one) for one in parts):
        wide = [one.pivot(index="region_code", columns="indicator_code", values="part") for one in parts]
        change = wide[1].sub(wide[0], fill_value=0.0).reindex(found.index)
        most = change.abs().idxmax(axis=1)
        found["why"] = most
        found["part"] = [change.at[region, name] for region, name in most.items()]
    order = found["moved"].abs().sort_values(ascending=False, kind="stable").index
    return found.loc[order]


def common_year(before: Tried, now: Tried, variant: str) -> int | None:
    """The last year that has ranks under a variant both times."""
    years = [set(_of(one.ranks, variant_code=variant)["year"]) for one in (before, now)]
    return max(years[0] & years[1], default=None)


def _of(frame: "pd.DataFrame", **wanted: object) -> "pd.DataFrame":
    for name, value in wanted.items():
        frame = frame[frame[name] == value]
    return frame
