"""Spatial autocorrelation of each region with its neighbours (local Moran's I), by year."""

from nianjian.frames import panels, places
from nianjian.methods.moran import LocalMoran, local_moran

COLUMNS = (
    dict.fromkeys(["system_code", "variant_code", "region_code"], "str")
    | {"year": "int32"}
    | dict.fromkeys(LocalMoran._fields, "float64")
    | {"quadrant": "int32"}
)


def model(dbt, session):
    scores, variants = dbt.ref("res_method_scores").df(), dbt.ref("moran_variants").df()
    borders, centroids, frames = dbt.ref("region_adjacency").df(), dbt.ref("region_centroids").df(), []
    for system, years, variant, weights in places.each(scores, "moran", variants, borders, centroids):
        found = local_moran(
            years,
            weights,
            variant.denominator,
            variant.islands,
            permutations=variant.permutations,
            seed=variant.seed,
            tails=variant.tails,
        )
        told = {"system_code": system, "variant_code": variant.variant_code}
        frames.append((told, panels.by_region_and_year(years, found._asdict())))
    return panels.stacked(
        frames, COLUMNS, method_version=panels.versions("moran", "neighbours", "projection", "significance")
    )
