"""How well a random forest predicts scores of regions that it has not seen, and rows at random beside it."""

import pandas as pd

from nianjian.frames import drivers, panels
from nianjian.methods.forest import cross_validation

COLUMNS = (
    dict.fromkeys(["system_code", "variant_code", "held_out"], "str")
    | dict.fromkeys(["r2", "mean_absolute_error"], "float64")
    | dict.fromkeys(["folds", "trees", "regions_and_years"], "int32")
)


def model(dbt, session):
    scores, values = dbt.ref("res_driver_scores").df(), dbt.ref("res_related_values").df()
    chosen, variants = dbt.ref("system_drivers").df(), dbt.ref("forest_variants").df()
    sizes, frames = dbt.ref("calc_forest_size").df(), []
    asked = variants.merge(sizes[sizes["is_chosen"]], on="variant_code")
    for keys, table, options, (x, y) in drivers.forests(scores, chosen, values, asked):
        regions = table.index.get_level_values("region_code")
        numbers = regions.factorize()[0]
        folds = min(options.folds, numbers.max() + 1)
        found = cross_validation(
            x, y, numbers, options.trees, seed=0, folds=folds, growing=drivers.growing(options)
        )
        told = keys | {"trees": options.trees, "folds": folds, "regions_and_years": len(y)}
        columns = {
            "held_out": ["region", "row"],
            "r2": [found.by_region.r2, found.by_row.r2],
            "mean_absolute_error": [found.by_region.mae, found.by_row.mae],
        }
        frames.append((told, pd.DataFrame(columns)))
    return panels.stacked(frames, COLUMNS, method_version=panels.versions("forest"))
