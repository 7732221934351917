"""Tapio's decoupling of a pressure from a driver, region by region and year by year."""

import numpy as np

from nianjian.frames import panels
from nianjian.methods.decoupling import GROUPS, STATES, decoupling

KEYS = ["system_code", "pair_code", "variant_code"]
COLUMNS = (
    dict.fromkeys([*KEYS, "region_code"], "str")
    | dict.fromkeys(["year", "base_year"], "int32")
    | dict.fromkeys(["elasticity", "pressure_change", "driver_change"], "float64")
    | dict.fromkeys(["state_code", "class_code", "reason"], "str")
)


def rows_of(pressure, driver, variant):
    found = decoupling(pressure, driver, variant.base, (variant.lower_cut, variant.upper_cut), variant.lag)
    compared, years = pressure.iloc[variant.lag :], pressure.index.to_numpy()
    base_year = years[: len(compared)] if variant.base == "chained" else np.repeat(years[0], len(compared))
    # The place -1, that of no state, is the last.
    states, classes = np.array([*STATES, None]), np.array([*GROUPS, None])
    fields = {
        "base_year": np.repeat(base_year[:, None], compared.shape[1], axis=1),
        "elasticity": found.elasticity,
        "pressure_change": found.pressure_change,
        "driver_change": found.driver_change,
        "state_code": states[found.state],
        "class_code": classes[found.group],
        "reason": found.reason,
    }
    return panels.by_region_and_year(compared, fields)


def model(dbt, session):
    scores, variants = dbt.ref("res_method_scores").df(), dbt.ref("decoupling_variants").df()
    pairs, values = dbt.ref("decoupling_pairs").df(), dbt.ref("res_related_values").df()
    frames = []
    for system, wide in panels.years_by_regions(scores, "decoupling"):
        for pair in pairs[pairs["system_code"] == system].itertuples():
            related = values[values["system_code"] == system]
            pressure = panels.wide(
                related[related["indicator_code"] == pair.pressure_indicator_code], "value"
            )
            is_score = panels.value_or_none(pair.driver_indicator_code) is None
            of_driver = related[related["indicator_code"] == pair.driver_indicator_code]
            driver = wide if is_score else panels.wide(of_driver, "value")
            pressure, driver = panels.common(pressure, driver)
            for variant in variants.itertuples():
                if len(pressure) <= variant.lag:
                    continue
                told = dict(zip(KEYS, (system, pair.pair_code, variant.variant_code), strict=True))
                with panels.naming(f"system {system}, {pair.pair_code}", pressure.index, pressure.columns):
                    frames.append((told, rows_of(pressure, driver, variant)))
    return panels.stacked(frames, COLUMNS, method_version=panels.versions("decoupling", "markov"))
