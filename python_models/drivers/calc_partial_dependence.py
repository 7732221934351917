"""Mean prediction of a random forest over the values of each driver, and where its direction turns."""

import pandas as pd

from nianjian.frames import drivers, panels
from nianjian.methods.forest import partial_dependence

COLUMNS = dict.fromkeys(["system_code", "variant_code", "indicator_code"], "str") | {
    "point": "int32",
    "value": "float64",
    "score": "float64",
    "is_turning": "bool",
}


def model(dbt, session):
    scores, values = dbt.ref("res_driver_scores").df(), dbt.ref("res_related_values").df()
    chosen, variants = dbt.ref("system_drivers").df(), dbt.ref("forest_variants").df()
    sizes, frames = dbt.ref("calc_forest_size").df(), []
    asked = variants.merge(sizes[sizes["is_chosen"]], on="variant_code")
    for keys, table, options, (x, y) in drivers.forests(scores, chosen, values, asked):
        found = partial_dependence(
            x,
            y,
            options.trees,
            0,
            options.points,
            tolerance=options.turning_tolerance,
            growing=drivers.growing(options),
        )
        for at, indicator in enumerate(table.columns[1:]):
            columns = {"value": found.grid[at], "score": found.mean[at], "is_turning": found.is_turning[at]}
            rows = pd.DataFrame(columns).assign(point=range(1, options.points + 1))
            frames.append((keys | {"indicator_code": indicator}, rows))
    return panels.stacked(frames, COLUMNS, method_version=panels.versions("forest"))
