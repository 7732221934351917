"""Kernel density of scores, by year and group of regions, with its peaks."""

import numpy as np
import pandas as pd

from nianjian.frames import panels
from nianjian.methods.density import kernel_density, nearest_points, peaks

KEYS = ["system_code", "variant_code", "scheme_code", "group_code"]
COLUMNS = (
    dict.fromkeys(KEYS, "str")
    | dict.fromkeys(["year", "regions", "point"], "int32")
    | dict.fromkeys(["score", "density", "bandwidth"], "float64")
    | {"is_peak": "boolean", "peaks": "int32", "reason": "str"}
)


def curves(found, years, regions):
    """A row for each point of each year's curve; a year without a density has one row, without a point."""
    tops = peaks(found.grid, found.height)
    points = found.grid.shape[-1]
    table = pd.DataFrame(
        {
            "year": np.repeat(years, points),
            "regions": np.repeat(regions, points),
            "point": np.tile(np.arange(1, points + 1), len(years)),
            "score": found.grid.ravel(),
            "density": found.height.ravel(),
            "bandwidth": np.repeat(found.bandwidth, points),
            "is_peak": nearest_points(found.grid, tops).ravel(),
            "peaks": np.repeat(tops.count, points),
            "reason": np.repeat(found.reason, points),
        }
    )
    is_defined = np.repeat(found.defined, points)
    without = table[~is_defined & (table["point"] == 1)].assign(point=0, score=None, is_peak=None)
    return pd.concat([table[is_defined], without]) if len(without) else table


def model(dbt, session):
    scores, variants = dbt.ref("res_method_scores").df(), dbt.ref("density_variants").df()
    schemes, members = dbt.ref("system_groupings").df(), dbt.ref("region_group_members").df()
    frames = []
    for system, wide in panels.years_by_regions(scores, "kernel_density"):
        chosen = schemes.loc[schemes["system_code"] == system, "scheme_code"]
        keys, masks = zip(*panels.group_masks(wide.columns, chosen, members), strict=True)
        known = wide.notna().to_numpy()
        member = np.array(masks)[:, None, :] & known
        for variant in variants.itertuples():
            # What is missing is no member, whatever its value.
            found = kernel_density(
                wide.fillna(0.0), member, rule=variant.rule, bandwidth=panels.value_or_none(variant.bandwidth),
                bandwidth_scope=variant.bandwidth_scope, grid=variant.grid, points=variant.points, cut=variant.cut,
                least=variant.least_regions,
            )  # fmt: skip
            for at, (scheme, group) in enumerate(keys):
                part = type(found)(*(values[at] for values in found))
                told = dict(zip(KEYS, (system, variant.variant_code, scheme, group), strict=True))
                frames.append((told, curves(part, wide.index, member[at].sum(axis=-1))))
    return panels.stacked(frames, COLUMNS, method_version=panels.versions("density"))
