"""Geodetector: q of the common strata of every pair of drivers, and how the two interact."""

import pandas as pd

from nianjian.frames import drivers, panels
from nianjian.methods.geodetector import INTERACTIONS, interactions

COLUMNS = (
    dict.fromkeys(["system_code", "variant_code", "indicator_code", "other_indicator_code"], "str")
    | dict.fromkeys(["first_year", "last_year", "strata"], "int32")
    | {"q": "float64", "interaction": "str"}
)


def model(dbt, session):
    scores, frames = dbt.ref("res_driver_scores").df(), []
    # The pairs know nothing of noncentrality: a variant that differs in it alone would repeat them.
    variants = dbt.ref("geodetector_variants").df().drop_duplicates(drivers.CUT)
    for keys, _, rows in drivers.stratified(scores, variants, dbt.ref("calc_strata").df()):
        codes = rows.drop(columns=drivers.OUTCOME)
        if codes.shape[1] < 2:
            continue
        found = interactions(rows[drivers.OUTCOME], codes)
        columns = {
            "indicator_code": codes.columns[found.first],
            "other_indicator_code": codes.columns[found.second],
            "strata": found.strata,
            "q": pd.Series(found.q.tolist()),
            "interaction": [None if kind is None else INTERACTIONS[kind] for kind in found.kind.tolist()],
        }
        frames.append((keys, pd.DataFrame(columns)))
    return panels.stacked(frames, COLUMNS, method_version=panels.versions("geodetector"))
