"""How sure inequality is: bootstrap intervals of the Gini coefficient, its parts and Theil's index, of the default score."""

import numpy as np
import pandas as pd

from nianjian.frames import panels
from nianjian.methods.inequality import dagum, theil
from nianjian.methods.resampling import bootstrap_places, percentile_interval

KEYS = ["system_code", "variant_code", "scheme_code"]
COLUMNS = (
    dict.fromkeys([*KEYS, "measure"], "str")
    | dict.fromkeys(["year", "regions", "resamples"], "int32")
    | dict.fromkeys(["value", "low", "high", "standard_error"], "float64")
)
PARTS = ("within", "between", "transvariation")


def measures(y, groups):
    """The measures of the scores y (..., n), by name."""
    found = dagum(y, groups)
    parts = {f"contribution_{part}": getattr(found, f"contribution_{part}") for part in PARTS}
    return {"gini": found.gini, **parts, "theil_t_total": theil(y, groups).total}


def rows_of(y, groups, variant):
    estimates = measures(y, groups)
    places = bootstrap_places(len(y), variant.times, variant.seed, groups)
    for name, values in measures(y[places], groups).items():
        found = percentile_interval(values, variant.level)
        yield name, estimates[name], found.low, found.high, found.standard_error, found.resamples


def model(dbt, session):
    scores, variants = dbt.ref("res_method_scores").df(), dbt.ref("resampling_variants").df()
    schemes, members = dbt.ref("system_groupings").df(), dbt.ref("region_group_members").df()
    scores = scores[scores["method_code"] == "inequality_interval"].merge(schemes).merge(members)
    frames = []
    for (system, scheme, year), rows in scores.groupby(["system_code", "scheme_code", "year"]):
        rows = rows.sort_values("region_code")
        groups = np.unique(rows["group_code"], return_inverse=True)[1]
        for variant in variants.itertuples():
            keys = dict(zip(KEYS, (system, variant.variant_code, scheme), strict=True))
            with panels.naming(f"system {system}, {scheme}, {year}", rows["region_code"].tolist()):
                found = list(rows_of(rows["score"].to_numpy(), groups, variant))
            names = ["measure", "value", "low", "high", "standard_error", "resamples"]
            table = pd.DataFrame(found, columns=names)
            frames.append((keys | {"year": year, "regions": len(rows)}, table))
    return panels.stacked(frames, COLUMNS, method_version=panels.versions("inequality", "resampling"))
