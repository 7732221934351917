"""Importance of each driver in random forests, by impurity and by permutation, and how far seeds disagree."""

import pandas as pd

from nianjian.frames import drivers, panels
from nianjian.methods.forest import importance

COLUMNS = (
    dict.fromkeys(["system_code", "variant_code", "indicator_code", "measure"], "str")
    | dict.fromkeys(["importance", "standard_deviation"], "float64")
    | dict.fromkeys(["best_rank", "worst_rank", "trees", "seeds"], "int32")
    | {"swaps_with": "str"}
)


def model(dbt, session):
    scores, values = dbt.ref("res_driver_scores").df(), dbt.ref("res_related_values").df()
    chosen, variants = dbt.ref("system_drivers").df(), dbt.ref("forest_variants").df()
    sizes, frames = dbt.ref("calc_forest_size").df(), []
    asked = variants.merge(sizes[sizes["is_chosen"]], on="variant_code")
    for keys, table, options, (x, y) in drivers.forests(scores, chosen, values, asked):
        found = importance(x, y, options.trees, range(options.seeds), growing=drivers.growing(options))
        told = keys | {"trees": options.trees, "seeds": options.seeds}
        names = table.columns[1:]
        for measure, spread in found._asdict().items():
            columns = {
                "indicator_code": names,
                "importance": spread.mean,
                "standard_deviation": spread.sd,
                "best_rank": spread.rank_min,
                "worst_rank": spread.rank_max,
                "swaps_with": [", ".join(names[others]) for others in spread.swapped],
            }
            frames.append((told | {"measure": measure}, pd.DataFrame(columns)))
    return panels.stacked(frames, COLUMNS, method_version=panels.versions("forest", "scores"))
