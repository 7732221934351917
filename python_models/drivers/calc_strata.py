"""Strata of each driver, as the geodetector takes them: which region and year is in which."""

import numpy as np
import pandas as pd

from nianjian.frames import drivers, panels

COLUMNS = dict.fromkeys(
    ["system_code", "variant_code", "indicator_code", "region_code"], "str"
) | dict.fromkeys(["first_year", "last_year", "year", "stratum", "cuts_tried"], "int32")


def model(dbt, session):
    scores, variants = dbt.ref("res_driver_scores").df(), dbt.ref("geodetector_variants").df()
    chosen, values = dbt.ref("system_drivers").df(), dbt.ref("res_related_values").df()
    frames = []
    for system, table in drivers.tables(scores, "geodetector", chosen, values):
        # A variant that differs in the noncentrality of its p alone has the strata of the other.
        for variant in variants.drop_duplicates(drivers.CUT).itertuples():
            for first, last, rows in drivers.periods(table, variant.scope):
                codes, tried = drivers.cut_all(rows, variant)
                told = {"system_code": system, "variant_code": variant.variant_code}
                told |= {"first_year": first, "last_year": last}
                columns = {
                    "indicator_code": np.tile(rows.columns[1:], len(rows)),
                    "region_code": np.repeat(rows.index.get_level_values("region_code"), len(tried)),
                    "year": np.repeat(rows.index.get_level_values("year"), len(tried)),
                    "stratum": codes.ravel() + 1,
                    "cuts_tried": np.tile(tried, len(rows)),
                }
                frames.append((told, pd.DataFrame(columns)))
    return panels.stacked(frames, COLUMNS, method_version=panels.versions("geodetector", "strata"))
