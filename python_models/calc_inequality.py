"""Inequality of scores between regions: Gini with Dagum's decomposition by groups, Theil, and two ratios."""

from itertools import combinations

import numpy as np
import pandas as pd

from nianjian import panels
from nianjian.methods import inequality
from nianjian.methods.rounding import rounding_range, within_rounding

ALL = "all"
KEY = ["system_code", "variant_code", "subsystem_code", "scheme_code"]
NAMES = ["measure", "group_code", "other_group_code"]
VALUES = ["value", "value_low", "value_high"]
COLUMNS = dict.fromkeys([*KEY, *NAMES], "str") | {"year": "int32"} | dict.fromkeys(VALUES, "float64")


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
    denominators = variants[["system_code", "variant_code", "gini_denominator"]]

    frames = []
    rows = scores.merge(schemes).merge(members).merge(denominators)
    for (*key, denominator, year), together in rows.groupby([*KEY, "gini_denominator", "year"]):
        # Without a half unit the score does not come from printed values alone, and the range is the value.
        y = within_rounding(together["score"], together["score_half_unit"].fillna(0).max())
        with panels.naming(f"{', '.join(key)}, {year}", columns=together["region_code"].to_numpy()):
            found = list(measures(y, list(together["group_code"]), denominator))
        # A ratio to a percentile of 0 has no value.
        known = [(*names, *rounding_range(values)) for *names, values in found if np.isfinite(values).all()]
        keys = dict(zip(KEY, key, strict=True))
        frames.append(({**keys, "year": year}, pd.DataFrame(known, columns=[*NAMES, *VALUES])))

    return panels.stacked(frames, COLUMNS, method_version=dbt.config.get("method_version"))
