"""Geodetector: the share q of a score's variance that lies between the strata of each driver."""

import pandas as pd

from nianjian.frames import drivers, panels
from nianjian.methods.geodetector import factors

COLUMNS = (
    dict.fromkeys(["system_code", "variant_code", "indicator_code"], "str")
    | dict.fromkeys(["first_year", "last_year", "regions_and_years", "strata"], "int32")
    | dict.fromkeys(["q", "f", "noncentrality", "p"], "float64")
)


def model(dbt, session):
    scores, variants = dbt.ref("res_driver_scores").df(), dbt.ref("geodetector_variants").df()
    frames = []
    for keys, options, rows in drivers.stratified(scores, variants, dbt.ref("calc_strata").df()):
        codes = rows.drop(columns=drivers.OUTCOME)
        found = factors(rows[drivers.OUTCOME], codes, options.noncentrality)
        # What is undefined is null.
        columns = {name: pd.Series(values.tolist()) for name, values in found._asdict().items()}
        table = pd.DataFrame({"indicator_code": codes.columns, **columns})
        frames.append((keys | {"regions_and_years": len(rows)}, table))
    return panels.stacked(frames, COLUMNS, method_version=panels.versions("geodetector"))
