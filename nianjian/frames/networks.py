"""Between tables of links and arrays: the network of each city set, by release, chain, year and network variant.

Frames in, networks out; no files, no dbt.
"""

from collections.abc import Iterator

import pandas as pd

from nianjian.methods.networks import Network, network

KEYS = ["release_code", "scheme_code", "group_code", "chain_code", "year"]


def each(
    edges: pd.DataFrame, members: pd.DataFrame, variants: pd.DataFrame
) -> Iterator[tuple[dict, pd.Series, Network]]:
    """(keys of a network, its cities, its measures); cities of the set without a link are part of it."""
    # In one order: sums over paths depend on it in their last bits.
    edges = edges.sort_values([*KEYS, "from_region_code", "to_region_code"])
    sets = dict(iter(members.groupby(["scheme_code", "group_code"])["region_code"]))
    for key, rows in edges.groupby(KEYS):
        cities = sets[key[1:3]].sort_values(ignore_index=True)
        number = pd.Series(cities.index, index=cities)
        source, target = (rows[f"{end}_region_code"].map(number) for end in ("from", "to"))
        for options in variants.itertuples():
            found = network(
                source, target, rows["firms"], len(cities), options.closeness, options.betweenness
            )
            yield dict(zip(KEYS, key, strict=True)) | {"variant_code": options.variant_code}, cities, found
