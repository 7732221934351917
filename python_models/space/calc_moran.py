"""Spatial autocorrelation of scores (Moran's I), by year."""

import pandas as pd

from nianjian.frames import panels, places
from nianjian.methods.moran import Moran, moran

COLUMNS = (
    dict.fromkeys(["system_code", "variant_code"], "str")
    | dict.fromkeys(["year", "regions", "islands"], "int32")
    | dict.fromkeys(Moran._fields, "float64")
)


def model(dbt, session):
    scores, variants = dbt.ref("res_method_scores").df(), dbt.ref("moran_variants").df()
    borders, centroids, frames = dbt.ref("region_adjacency").df(), dbt.ref("region_centroids").df(), []
    for system, years, variant, weights in places.each(scores, "moran", variants, borders, centroids):
        found = moran(years, weights, variant.islands, variant.permutations, variant.seed, variant.tails)
        told = {"system_code": system, "variant_code": variant.variant_code, "regions": len(weights)}
        told["islands"] = int((weights.sum(axis=1) == 0).sum())
        frames.append((told, pd.DataFrame(found._asdict()).assign(year=years.index)))
    return panels.stacked(
        frames, COLUMNS, method_version=panels.versions("moran", "neighbours", "projection", "significance")
    )
