"""Standard deviational ellipse of regions weighted by their score, and the path of its centre."""

import numpy as np
import pandas as pd

from nianjian.frames import panels, places
from nianjian.methods.ellipse import Ellipse, ellipse, path

TEXTS, NUMBERS = ["system_code", "variant_code"], ["shift_distance", "shift_bearing", "shift_regions"]
COLUMNS = (
    dict.fromkeys(TEXTS, "str")
    | dict.fromkeys(["year", "regions"], "int32")
    | dict.fromkeys([*Ellipse._fields, *NUMBERS], "float64")
)


def shifts(wide, points, projection):
    """Distance and bearing from the year before, and how many regions: those that have a score in both years, so that a
    region that comes or goes moves nothing."""
    known, weights = wide.notna().to_numpy(), wide.fillna(0.0).to_numpy()
    both = known[:-1] & known[1:]
    pairs = np.stack([weights[:-1] * both, weights[1:] * both], axis=1)
    is_weighty = (pairs.sum(axis=-1) > 0).all(axis=-1)
    found = np.full((3, len(wide)), np.nan)
    if is_weighty.any():
        centres = ellipse(*points, pairs[is_weighty], projection=projection)
        steps = path(centres.centre_longitude, centres.centre_latitude)
        at = 1 + np.flatnonzero(is_weighty)
        found[:, at] = steps.distance[:, 0], steps.bearing[:, 0], both.sum(axis=1)[is_weighty]
    return dict(zip(NUMBERS, found, strict=True))


def rows_of(wide, points, variant):
    found = ellipse(
        *points, wide.fillna(0.0), variant.factor, variant.divisor,
        projection=variant.projection, north=variant.north, outline=variant.outline,
    )  # fmt: skip
    regions = (wide > 0).sum(axis=1).to_numpy()
    table = pd.DataFrame(found._asdict()).assign(year=wide.index, regions=regions)
    return table.assign(**shifts(wide, points, variant.projection))


def model(dbt, session):
    scores, variants = dbt.ref("res_method_scores").df(), dbt.ref("ellipse_variants").df()
    centroids, frames = dbt.ref("region_centroids").df(), []
    for system, wide in panels.years_by_regions(scores, "ellipse"):
        # A region without a score has no weight, a year without any weight no ellipse.
        years = wide[wide.sum(axis=1) > 0]
        for variant in variants.itertuples() if len(years) else ():
            points = places.coordinates(wide.columns, centroids, variant.centroid)
            told = dict(zip(TEXTS, (system, variant.variant_code), strict=True))
            with panels.naming(f"system {system}, {variant.variant_code}", years.index, years.columns):
                frames.append((told, rows_of(years, points, variant)))
    return panels.stacked(frames, COLUMNS, method_version=panels.versions("ellipse", "projection"))
