"""Networks of cities as wholes: density, paths and clustering of each city set, by release, chain, year and variant."""

import pandas as pd

from nianjian.frames import networks, panels

COLUMNS = (
    dict.fromkeys([*networks.KEYS[:4], "variant_code"], "str")
    | dict.fromkeys(["year", "cities", "arcs"], "int32")
    | dict.fromkeys(["density", "mean_path", "reachable_share", "mean_clustering"], "float64")
)


def model(dbt, session):
    edges, members = dbt.ref("ind_city_set_edges").df(), dbt.ref("region_group_members").df()
    frames = [
        ({}, pd.DataFrame([keys | {"cities": len(cities)} | found.network._asdict()]))
        for keys, cities, found in networks.each(edges, members, dbt.ref("network_variants").df())
    ]
    return panels.stacked(frames, COLUMNS, method_version=panels.versions("networks"))
