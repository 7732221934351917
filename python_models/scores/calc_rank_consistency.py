"""Rank of a system's score against the rank by another indicator: which region leads, which lags."""

import pandas as pd

from nianjian.frames import panels
from nianjian.methods.consistency import rank_consistency
from nianjian.methods.scores import rank

RELATIONS = {-1: "lead", 0: "in_step", 1: "lag"}
KEY = ["comparison_code", "system_code", "variant_code", "region_code"]
NUMBERS = ["year", "rank", "other_rank", "rank_difference"]
COLUMNS = (
    dict.fromkeys(KEY, "str")
    | dict.fromkeys(NUMBERS, "int32")
    | {"relation": "str", "is_consistency_high": "bool"}
)


def model(dbt, session):
    ranks = dbt.ref("calc_ranks").df()
    known = dbt.ref("ind_observations_as_of").df()[["region_code", "indicator_code", "year", "value"]]
    kinds = dbt.ref("indicators").df()[["indicator_code", "kind"]]

    frames = []
    totals = ranks.loc[ranks.subsystem_code == panels.TOTAL, [*KEY[1:], "year", "rank"]]
    rows = dbt.ref("rank_comparisons").df().merge(totals).merge(known).merge(kinds)
    for _, together in rows.groupby("comparison_code"):
        # A rank is taken as it was printed; any other indicator is ranked here, the highest value first.
        is_rank = together["kind"].iloc[0] == "rank"
        other = together["value"].to_numpy() if is_rank else rank(together["value"])
        found = rank_consistency(together["rank"], other, together["threshold"].iloc[0])
        results = {
            "other_rank": other,
            "rank_difference": found.difference,
            "relation": pd.Series(found.relation, index=together.index).map(RELATIONS),
            "is_consistency_high": found.is_high,
        }
        frames.append(({}, together.assign(**results)))

    return panels.stacked(frames, COLUMNS, method_version=panels.versions("consistency", "scores"))
