"""Tapio's decoupling of a pressure from a driver, region by region and year by year."""

import numpy as np
import pandas as pd

from nianjian.frames import panels
from nianjian.methods.decoupling import GROUPS, STATES, decoupling
from nianjian.methods.markov import NO_CLASS

KEYS = ["system_code", "pair_code", "variant_code"]
COLUMNS = (
    dict.fromkeys([*KEYS, "region_code"], "str")
    | dict.fromkeys(["year", "base_year"], "int32")
    | dict.fromkeys(["elasticity", "pressure_change", "driver_change"], "float64")
    | dict.fromkeys(["state_code", "class_code", "reason"], "str")
)


def rows_of(pressure, driver, variant):
    # A region that lacks a year has no change from or to that year, and all its others.
    lacks = pressure.isna() | driver.isna()
    cuts = variant.lower_cut, variant.upper_cut
    found = decoupling(pressure.mask(lacks, 1.0), driver.mask(lacks, 1.0), variant.base, cuts, variant.lag)
    compared, years = pressure.iloc[variant.lag :], pressure.index.to_numpy()
    at_base = np.arange(len(compared)) if variant.base == "chained" else np.zeros(len(compared), dtype=int)
    is_missing = lacks.to_numpy()[variant.lag :] | lacks.to_numpy()[at_base]
    base_year = years[at_base]
    # The place -1, that of no state, is the last.
    states, classes = np.array([*STATES, None]), np.array([*GROUPS, None])
    fields = {
        "base_year": np.repeat(base_year[:, None], compared.shape[1], axis=1),
        "elasticity": np.where(is_missing, np.nan, found.elasticity),
        "pressure_change": np.where(is_missing, np.nan, found.pressure_change),
        "driver_change": np.where(is_missing, np.nan, found.driver_change),
        "state_code": states[np.where(is_missing, NO_CLASS, found.state)],
        "class_code": classes[np.where(is_missing, NO_CLASS, found.group)],
        "reason": np.where(is_missing, "missing", found.reason),
    }
    return panels.by_region_and_year(compared, fields)


def model(dbt, session):
    scores, variants = dbt.ref("res_method_scores").df(), dbt.ref("decoupling_variants").df()
    pairs, values = dbt.ref("decoupling_pairs").df(), dbt.ref("res_related_values").df()
    frames = []
    for system, wide in panels.years_by_regions(scores, "decoupling"):
        for pair in pairs[pairs["system_code"] == system].itertuples():
            related = values[values["system_code"] == system]
            of_pressure = related[related["indicator_code"] == pair.pressure_indicator_code]
            of_driver = related[related["indicator_code"] == pair.driver_indicator_code]
            driver = wide if pd.isna(pair.driver_indicator_code) else panels.wide(of_driver, "value")
            pressure, driver = panels.together(panels.wide(of_pressure, "value"), driver)
            for variant in variants.itertuples():
                if len(pressure) <= variant.lag:
                    continue
                told = dict(zip(KEYS, (system, pair.pair_code, variant.variant_code), strict=True))
                with panels.naming(f"system {system}, {pair.pair_code}", pressure.index, pressure.columns):
                    frames.append((told, rows_of(pressure, driver, variant)))
    return panels.stacked(frames, COLUMNS, method_version=panels.versions("decoupling", "markov"))
