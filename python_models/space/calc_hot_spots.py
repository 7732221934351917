"""Hot and cold spots of scores (Gi*), by year."""

from nianjian.frames import panels, places
from nianjian.methods.hot_spots import HotSpots, hot_spots

COLUMNS = (
    dict.fromkeys(["system_code", "variant_code", "region_code"], "str")
    | {"year": "int32"}
    | dict.fromkeys(HotSpots._fields, "float64")
    | {"band": "int32"}
)


def model(dbt, session):
    scores, variants = dbt.ref("res_method_scores").df(), dbt.ref("hot_spot_variants").df()
    borders, centroids, frames = dbt.ref("region_adjacency").df(), dbt.ref("region_centroids").df(), []
    for system, years, variant, weights in places.each(scores, "hot_spots", variants, borders, centroids):
        found = hot_spots(years, weights, variant.self_weight, variant.correction, variant.islands)
        told = {"system_code": system, "variant_code": variant.variant_code}
        frames.append((told, panels.by_region_and_year(years, found._asdict())))
    return panels.stacked(
        frames,
        COLUMNS,
        method_version=panels.versions("hot_spots", "neighbours", "projection", "significance"),
    )
