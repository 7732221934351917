"""Networks of cities: measures of each city, by city set, release, chain, year and network variant."""

import pandas as pd

from nianjian.frames import panels
from nianjian.methods.networks import Nodes, network

KEYS = ["release_code", "scheme_code", "group_code", "chain_code", "year"]
COLUMNS = (
    dict.fromkeys([*KEYS[:4], "variant_code", "region_code"], "str")
    | {"year": "int32"}
    | dict.fromkeys(Nodes._fields, "float64")
    | {"arcs": "int32", "cities": "int32"}
    | dict.fromkeys(["density", "mean_path", "reachable_share", "mean_clustering"], "float64")
)


def model(dbt, session):
    # In one order: sums over paths depend on it in their last bits.
    edges = dbt.ref("ind_city_set_edges").df().sort_values([*KEYS, "from_region_code", "to_region_code"])
    members = dbt.ref("region_group_members").df()
    variants = dbt.ref("network_variants").df()
    frames = []
    for key, rows in edges.groupby(KEYS):
        scheme, group = key[1:3]
        is_member = (members["scheme_code"] == scheme) & (members["group_code"] == group)
        cities = members.loc[is_member, "region_code"].sort_values(ignore_index=True)
        number = pd.Series(cities.index, index=cities)
        ends = (rows[column].map(number) for column in ("from_region_code", "to_region_code"))
        source, target = ends
        for options in variants.itertuples():
            found = network(
                source, target, rows["firms"], len(cities), options.closeness, options.betweenness
            )
            told = dict(zip(KEYS, key, strict=True)) | {
                "variant_code": options.variant_code,
                "cities": len(cities),
            }
            # What is undefined is null.
            columns = {name: pd.Series(values.tolist()) for name, values in found.nodes._asdict().items()}
            frames.append((told | found.network._asdict(), pd.DataFrame({"region_code": cities, **columns})))
    return panels.stacked(frames, COLUMNS, method_version=dbt.config.get("method_version"))
