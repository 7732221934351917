"""What `try` prints: completeness and weights, ranks with their robustness, groups, coupling, methods, and what has changed."""

from typing import TYPE_CHECKING

from tabulate import tabulate

from nianjian.frames.panels import TOTAL
from nianjian.language import heads, language, message, tr
from nianjian.study import last_try
from nianjian.study.differences import differences
from nianjian.study.last_try import Tried
from nianjian.study.study_text import difference_table, head, notes
from nianjian.study.trial import Trial

if TYPE_CHECKING:
    import pandas as pd

# More regions that moved than these are counted, not listed.
MOST_MOVED = 12
REASONS = {
    "too_few_regions": message("at least {regions} regions are needed"),
    "too_few_years": message("at least {years} years are needed"),
    "negative_scores": message("scores must not be below 0"),
    "no_places": message("every region needs a place on the map"),
    "no_drivers": message("the study names no drivers"),
    "no_data_of_drivers": message("there are no figures of its drivers"),
    "no_pressures": message("the study names no pressures"),
    "no_data_of_pressures": message("there are no figures of its pressures"),
}


def text(trial: Trial) -> str:
    """The whole study, of its last year that is scored."""
    names = _region_names(trial)
    totals = trial.scores[trial.scores["subsystem_code"] == TOTAL]
    parts = [head(trial.study, trial.catalogue), _indicators(trial)]
    if totals.empty:
        parts.append(tr("Nothing can be scored: land figures first, or change regions, years or indicators."))
    else:
        year = int(totals["year"].max())
        parts += [_ranks(trial, year, names), _groups(trial, year), _coupling(trial, year, names)]
    parts += [_methods(trial), notes(trial.study, trial.catalogue), _warnings(trial)]
    return "\n\n".join(part for part in parts if part)


def since_text(before: Tried | None, now: Tried, trial: Trial) -> str:
    """What has changed since the last try, or since what is published; '' if there is nothing before."""
    if before is None:
        return ""
    since = tr("the last try") if before.figures else tr("what is published")
    found = differences(before.rows, now.rows)
    lines = []
    if found:
        lines.append(tr("Changed since {since}:", since=since) + "\n" + difference_table(found))
    if before.figures and before.figures != now.figures:
        lines.append(tr("The figures are of another build than those of the last try."))
    if not lines:
        return tr("Nothing has changed since {since}.", since=since)
    variant = trial.study.default
    if (year := last_try.common_year(before, now, variant)) is not None:
        lines.append(_moves(last_try.moved(before, now, variant, year), variant, year, trial))
    return "\n\n".join(lines)


def _moves(found: "pd.DataFrame", variant: str, year: int, trial: Trial) -> str:
    those = found[found["moved"] != 0]
    told = {"year": year, "variant": variant, "moved": len(those), "regions": len(found)}
    if those.empty:
        return tr("{year}, {variant}: no rank moved ({regions} regions).", **told)
    names = _region_names(trial)
    line = tr(
        "{year}, {variant}: {moved} of {regions} regions moved, by {most} places at most.",
        most=int(those["moved"].abs().max()),
        **told,
    )
    rows = [
        [names.get(region, region), row.rank_before, row.rank, f"{row.moved:+d}", f"{row.score_before:.3f}",
         f"{row.score:.3f}", f"{row.why} {row.part:+.3f}" if row.why else ""]
        for region, row in zip(those.index, those.head(MOST_MOVED).itertuples(), strict=False)
    ]  # fmt: skip
    columns = heads("region", "rank before", "rank", "moved", "score before", "score", "most by")
    if not any(row[-1] for row in rows):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    return f"{line}\n{tabulate(rows, headers=columns, disable_numparse=True, colalign=_right(len(columns)))}"


def _right(columns: int) -> tuple[str, ...]:
    """The region on the left, numbers on the right, a last text on the left."""
    return ("left", *["right"] * 5, "left")[:columns]


def _indicators(trial: Trial) -> str:
    weights = trial.weights[trial.weights["is_default"]]
    last = weights[weights["year"] == weights["year"].max()].set_index("indicator_code")
    rows = [
        [one.indicator_code, "+" if one.direction > 0 else "-",
         f"{last.at[one.indicator_code, 'weight']:.4f}" if one.indicator_code in last.index else "",
         one.cells_reported + one.cells_derived, one.cells_interpolated, one.cells_missing,
         tr("yes") if one.is_kept else tr("no")]
        for one in _in_order(trial).itertuples()
    ]  # fmt: skip
    columns = heads("indicator", "direction", "weight", "reported", "filled", "lacking", "stays")
    return tabulate(
        rows, headers=columns, disable_numparse=True, colalign=("left", "left", *["right"] * 4, "left")
    )


def _in_order(trial: Trial) -> "pd.DataFrame":
    places = {one.code: at for at, one in enumerate(trial.study.indicators)}
    return trial.indicators.sort_values("indicator_code", key=lambda codes: codes.map(places))


def _ranks(trial: Trial, year: int, names: dict[str, str]) -> str:
    ours = trial.scores[
        trial.scores["is_default"]
        & (trial.scores["subsystem_code"] == TOTAL)
        & (trial.scores["year"] == year)
    ]
    robust = trial.robustness[
        (trial.robustness["subsystem_code"] == TOTAL) & (trial.robustness["year"] == year)
    ]
    found = ours.sort_values(["rank", "region_code"]).merge(
        robust, on="region_code", suffixes=("", "_of_all")
    )
    rows = [
        [names.get(row.region_code, row.region_code), f"{row.score:.3f}", row.rank, row.best_rank, row.worst_rank,
         f"{row.top_tier_share:.0%}"]
        for row in found.itertuples()
    ]  # fmt: skip
    line = tr(
        "Ranks of {year}, {variant}; best and worst under {variants} variants:",
        year=year,
        variant=trial.study.default,
        variants=int(found["variants"].max()),
    )
    columns = heads("region", "score", "rank", "best", "worst", "in first tier")
    return f"{line}\n{tabulate(rows, headers=columns, disable_numparse=True, colalign=_right(6))}{_options(trial)}"


def _options(trial: Trial) -> str:
    effects = trial.table("fct_option_effect").sort_values("effect_rank")
    if effects.empty:
        return ""
    told = ", ".join(f"{row.option_code} {row.mean_absolute_shift:.2f}" for row in effects.itertuples())
    return "\n" + tr(
        "Places that a rank shifts on average by each option of the variants: {options}", options=told
    )


def _groups(trial: Trial, year: int) -> str:
    means = trial.groups[
        trial.groups["is_default"]
        & (trial.groups["subsystem_code"] == TOTAL)
        & (trial.groups["year"] == year)
    ]
    rows = [
        [row.scheme_code, row.group_code, row.regions, f"{row.mean:.3f}", f"{row.minimum:.3f}", f"{row.maximum:.3f}"]
        for row in means.itertuples()
    ]  # fmt: skip
    columns = heads("scheme", "group", "regions", "mean", "lowest", "highest")
    aligned = ("left", "left", *["right"] * 4)
    table = tabulate(rows, headers=columns, disable_numparse=True, colalign=aligned)
    return "\n".join([tr("Means of groups, {year}:", year=year), table, *_gini(trial)])


def _gini(trial: Trial) -> list[str]:
    ours = trial.inequality[
        trial.inequality["is_default"]
        & (trial.inequality["subsystem_code"] == TOTAL)
        & (trial.inequality["group_code"] == "all")
    ]
    lines = []
    for scheme, rows in ours.groupby("scheme_code"):
        wide = rows.pivot(index="year", columns="measure", values="value")
        shares = wide.iloc[-1].get(["share_within", "share_between", "share_transvariation"])
        line = tr(
            "Gini by {scheme}: {first:.3f} in {first_year}, {last:.3f} in {last_year}",
            scheme=scheme,
            first=wide["gini"].iloc[0],
            first_year=wide.index[0],
            last=wide["gini"].iloc[-1],
            last_year=wide.index[-1],
        )
        if shares is not None and len(shares.dropna()) == 3:
            line += tr(
                "; within groups {within:.0%}, between {between:.0%}, transvariation {rest:.0%}",
                within=shares.iloc[0],
                between=shares.iloc[1],
                rest=shares.iloc[2],
            )
        lines.append(line)
    return lines


def _coupling(trial: Trial, year: int, names: dict[str, str]) -> str:
    found = trial.coupling[trial.coupling["is_default"] & (trial.coupling["year"] == year)]
    found = found.dropna(subset=["coordination"]).sort_values("coordination", ascending=False)
    if found.empty:
        return ""
    grade = f"grade_name_{language()}"
    ends = [found.iloc[0], found.iloc[-1]]
    first, last = (f"{names.get(row.region_code)} {row.coordination:.3f} ({row[grade]})" for row in ends)
    return tr(
        "Coordination of {count} subsystems, {year}: mean {mean:.3f}; highest {first}, lowest {last}",
        count=len(trial.study.subsystems),
        year=year,
        mean=found["coordination"].mean(),
        first=first,
        last=last,
    )


def _methods(trial: Trial) -> str:
    use = trial.methods.sort_values("method_code")
    if use.empty:
        return ""
    name = f"method_name_{language()}"
    lines = []
    if len(can := use[use["is_applied"]]):
        lines.append(tr("After a refresh there are also: {methods}", methods=", ".join(can[name])))
    needs = trial.table("methods").set_index("method_code")
    for row in use[~use["is_applied"]].itertuples():
        of = needs.loc[row.method_code]
        why = tr(REASONS[row.reason_code]).format(
            regions=_whole(of["min_regions"]), years=_whole(of["min_years"])
        )
        lines.append(tr("Not {method}: {why}", method=getattr(row, name), why=why))
    return "\n".join(lines)


def _whole(number: float) -> str:
    return f"{number:.0f}"


def _warnings(trial: Trial) -> str:
    lines = []
    if trial.panel["is_synthetic"].any():
        lines.append(
            tr("The figures are invented ones of a sample: reported figures take their place once they land.")
        )
    asked = int(trial.indicators["cells_asked"].max())
    scored = len(trial.panel[["region_code", "year"]].drop_duplicates())
    if scored < asked:
        lines.append(
            tr("{scored} of {rows} rows of region and year can be scored.", scored=scored, rows=asked)
        )
    if stale := trial.workbench.stale_figures:
        lines.append(
            tr("Figures are as they were published; since then has changed: {files}", files=", ".join(stale))
        )
    return "\n".join(lines)


def _region_names(trial: Trial) -> dict[str, str]:
    rows = trial.workbench.published(f"select region_code, name_{language()} from published.marts.dim_region")
    return dict(rows)
