"""Between tables of places and arrays: coordinates and spatial weights of the regions of a system.

Frames in, matrices out; no files, no dbt.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from nianjian.frames import panels
from nianjian.methods.neighbours import contiguity, distances, inverse_distance, nearest, row_standardised


def coordinates(regions: pd.Index, centroids: pd.DataFrame, kind: str) -> tuple[np.ndarray, np.ndarray]:
    """Longitude and latitude of the regions' points of a kind: `area_centroid` or `seat`."""
    points = centroids[centroids["kind"] == kind].set_index("region_code").loc[regions]
    return points["longitude"].to_numpy(), points["latitude"].to_numpy()


def borders(regions: pd.Index, adjacency: pd.DataFrame, is_sea_link: bool) -> np.ndarray:
    """Which regions have a border in common, (n, n); with `is_sea_link` those across a strait too."""
    number = pd.Series(range(len(regions)), index=regions)
    kinds = ["land", "sea"] if is_sea_link else ["land"]
    pairs = adjacency.loc[adjacency["kind"].isin(kinds), ["region_code", "neighbour_code"]]
    pairs = pairs.apply(lambda codes: codes.map(number)).dropna()
    return contiguity(pairs.to_numpy(dtype=int), len(regions))


def weights(regions: pd.Index, adjacency: pd.DataFrame, centroids: pd.DataFrame, options: Any) -> np.ndarray:
    """Spatial weights (n, n) as the options say: `contiguity`, `nearest` or `inverse_distance` of area centroids."""
    if options.weights == "contiguity":
        return borders(regions, adjacency, options.is_sea_link)
    distance = distances(*coordinates(regions, centroids, "area_centroid"))
    return (
        nearest(distance, int(options.nearest))
        if options.weights == "nearest"
        else inverse_distance(distance)
    )


def each(
    scores: pd.DataFrame,
    method: str,
    variants: pd.DataFrame,
    adjacency: pd.DataFrame,
    centroids: pd.DataFrame,
) -> Iterator[tuple[str, pd.DataFrame, Any, np.ndarray]]:
    """(system, scores as years by regions without gaps, options, weights) for all that a method is applied to.

    Years in which other regions have a score come apart. Years with too few regions for a variant's number of nearest
    ones are left out of it.
    """
    for system, matrix in panels.years_by_regions(scores, method):
        for years in panels.same_regions(matrix):
            for options in variants.itertuples():
                if options.weights == "nearest" and years.shape[1] <= options.nearest:
                    continue
                found = weights(years.columns, adjacency, centroids, options)
                is_standardised = getattr(options, "is_row_standardised", False)
                yield system, years, options, row_standardised(found) if is_standardised else found
