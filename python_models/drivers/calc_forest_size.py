"""Out-of-bag error of random forests of different numbers of trees, and the number that is taken."""

import pandas as pd

from nianjian.frames import drivers, panels
from nianjian.methods.forest import tree_curve

SIZES = 8
COLUMNS = dict.fromkeys(["system_code", "variant_code"], "str") | {
    "trees": "int32",
    "error": "float64",
    "is_chosen": "bool",
    "regions_and_years": "int32",
}


def model(dbt, session):
    scores, values = dbt.ref("res_driver_scores").df(), dbt.ref("res_related_values").df()
    chosen, variants = dbt.ref("system_drivers").df(), dbt.ref("forest_variants").df()
    frames = []
    for keys, _, options, (x, y) in drivers.forests(scores, chosen, values, variants):
        sizes = [options.most_trees * part // SIZES for part in range(1, SIZES + 1)]
        curve = tree_curve(
            x, y, sizes, range(options.seeds), options.error_tolerance, drivers.growing(options)
        )
        told = keys | {"regions_and_years": len(y)}
        columns = {"trees": curve.trees, "error": curve.mean_error, "is_chosen": curve.trees == curve.chosen}
        frames.append((told, pd.DataFrame(columns)))
    return panels.stacked(frames, COLUMNS, method_version=panels.versions("forest"))
