"""Inequality of scores between regions: Gini with Dagum's decomposition by groups, Theil, and two ratios."""

from itertools import combinations

import numpy as np
import pandas as pd

from nianjian.frames import panels
from nianjian.methods import inequality
from nianjian.methods.rounding import rounding_range, within_rounding

ALL = "all"
KEY = ["system_code", "variant_code", "subsystem_code", "scheme_code"]
TEXTS, NUMBERS = ["measure", "group_code", "other_group_code"], ["value", "value_low", "value_high"]
COLUMNS = dict.fromkeys([*KEY, *TEXTS], "str") | {"year": "int32"} | dict.fromkeys(NUMBERS, "float64")
USED = ["score", "score_half_unit", "region_code", "group_code"]


def measures(y, groups, denominator):
    """(measure, group, other group, values) of the scores y (..., n) of the regions of these groups."""
    codes = sorted(set(groups))
    numbers = [codes.index(group) for group in groups]
    found = inequality.dagum(y, numbers, denominator)
    yield "gini", ALL, ALL, found.gini
    for part in ("within", "between", "transvariation"):
        yield f"contribution_{part}", ALL, ALL, getattr(found, f"contribution_{part}")
        yield f"share_{part}", ALL, ALL, getattr(found, f"share_{part}")
    for at, code in enumerate(codes):
        yield "gini_within", code, code, found.within[..., at]
    for (a, code), (b, other) in combinations(enumerate(codes), 2):
        yield "gini_between", code, other, found.between[..., a, b]
        yield "relative_economic_affluence", code, other, found.economic_distance[..., a, b]
    # ln 0 has no value: where a region scores 0, there is no Theil L.
    for index in ("T", "L") if (y > 0).all() else ("T",):
        for part, value in inequality.theil(y, numbers, index)._asdict().items():
            yield f"theil_{index.lower()}_{part}", ALL, ALL, value
    yield "coefficient_of_variation", ALL, ALL, inequality.coefficient_of_variation(y)
    yield "ratio_p90_p10", ALL, ALL, inequality.percentile_ratio(y)


def model(dbt, session):
    scores, variants = dbt.ref("calc_scores").df(), dbt.ref("ind_system_variants").df()
    schemes, members = dbt.ref("system_groupings").df(), dbt.ref("region_group_members").df()
    rows = scores.merge(schemes).merge(members).merge(variants[[*KEY[:2], "gini_denominator"]])

    # Arrays in the loop, one frame at its end: a frame for each of some hundred groups costs more than the methods.
    values, half_units, regions, groups = (rows[name].to_numpy() for name in USED)
    results = []
    for (*key, denominator, year), at in rows.groupby([*KEY, "gini_denominator", "year"]).indices.items():
        # Without a half unit the score does not come from printed values alone, and the range is the value.
        y = within_rounding(values[at], np.nan_to_num(half_units[at]).max())
        with panels.naming(f"{', '.join(key)}, {year}", columns=regions[at]):
            found = measures(y, list(groups[at]), denominator)
            # A ratio to a percentile of 0 has no value.
            known = {tuple(names): result for *names, result in found if np.isfinite(result).all()}
        # Transposed, the values of a measure lie side by side and add up in the order of one measure alone.
        ranges = rounding_range(np.array([*known.values()]).T)
        results += [(*key, *names, year, *three) for names, *three in zip(known, *ranges, strict=True)]
    table = pd.DataFrame(results, columns=list(COLUMNS)).astype(COLUMNS)
    return table.assign(method_version=panels.versions("inequality", "rounding"))
