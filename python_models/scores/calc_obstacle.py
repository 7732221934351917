"""Obstacle degree of each indicator: what keeps a region from a better score, under the default variant of each system."""

from nianjian.frames import panels
from nianjian.methods.obstacle import obstacle

KEY = ["system_code", "variant_code"]
TEXTS = [*KEY, "subsystem_code", "indicator_code", "region_code"]
COLUMNS = (
    dict.fromkeys(TEXTS, "str")
    | dict.fromkeys(["year", "obstacle_rank"], "int32")
    | {"obstacle_degree": "float64"}
)


def model(dbt, session):
    normalised, weights = dbt.ref("calc_normalised").df(), dbt.ref("calc_weights").df()
    variants, subsystems = dbt.ref("ind_system_variants").df(), dbt.ref("system_subsystems").df()
    # Deviations are those from the best value: of min-max normalised indicators only.
    chosen = variants[variants["is_default"] & (variants["normalisation"] == "min_max")]
    cells = chosen.merge(normalised).merge(weights[[*KEY, "indicator_code", "year", "weight"]])
    # Where weights sum to 1 within each subsystem, a subsystem counts as much as it contributes.
    cells = cells.merge(subsystems[["system_code", "subsystem_code", "contribution"]])
    own = cells["weight_scope"] == "subsystem"
    cells["weight"] = cells["weight"].where(~own, cells["weight"] * cells["contribution"])
    frames = []
    for (system, variant, year), rows in cells.groupby([*KEY, "year"]):
        z = rows.pivot(index="region_code", columns="indicator_code", values="value")
        of_indicator = rows.drop_duplicates("indicator_code").set_index("indicator_code").loc[z.columns]
        with panels.naming(f"system {system}, {year}", z.index, z.columns):
            found = obstacle(z, of_indicator["weight"])
        table = panels.cells_of(z, {"obstacle_degree": found.degree, "obstacle_rank": found.rank})
        keys = {"system_code": system, "variant_code": variant, "year": year}
        frames.append((keys, table.join(of_indicator["subsystem_code"], on="indicator_code")))
    return panels.stacked(frames, COLUMNS, method_version=panels.versions("obstacle"))
