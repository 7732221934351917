"""Standard deviational ellipse of regions weighted by their score, and the path of its centre."""

import numpy as np
import pandas as pd

from nianjian.frames import panels, places
from nianjian.methods.ellipse import Ellipse, ellipse, path

TEXTS, NUMBERS = ["system_code", "variant_code"], ["shift_distance", "shift_bearing"]
COLUMNS = (
    dict.fromkeys(TEXTS, "str")
    | dict.fromkeys(["year", "regions"], "int32")
    | dict.fromkeys([*Ellipse._fields, *NUMBERS], "float64")
)


def rows_of(wide, longitude, latitude, variant):
    found = ellipse(
        longitude, latitude, wide, variant.factor, variant.divisor,
        projection=variant.projection, north=variant.north, outline=variant.outline,
    )  # fmt: skip
    table = pd.DataFrame(found._asdict()).assign(year=wide.index, regions=(wide > 0).sum(axis=1).to_numpy())
    shift = np.full((2, len(wide)), np.nan)
    if len(wide) > 1:
        shift[:, 1:] = path(found.centre_longitude, found.centre_latitude)
    return table.assign(**dict(zip(NUMBERS, shift, strict=True)))


def model(dbt, session):
    scores, variants = dbt.ref("res_method_scores").df(), dbt.ref("ellipse_variants").df()
    centroids, frames = dbt.ref("region_centroids").df(), []
    for system, wide in panels.years_by_regions(scores, "ellipse"):
        # A region without a score has no weight, a year without any weight no ellipse.
        weights = wide.fillna(0.0)
        weights = weights[weights.sum(axis=1) > 0]
        for variant in variants.itertuples():
            at = places.coordinates(wide.columns, centroids, variant.centroid)
            told = dict(zip(TEXTS, (system, variant.variant_code), strict=True))
            if len(weights):
                with panels.naming(
                    f"system {system}, {variant.variant_code}", weights.index, weights.columns
                ):
                    frames.append((told, rows_of(weights, *at, variant)))
    return panels.stacked(frames, COLUMNS, method_version=panels.versions("ellipse", "projection"))
