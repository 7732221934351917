"""Networks of city sets, cut from a table of links."""

import pandas as pd

from nianjian.frames import networks

MEMBERS = pd.DataFrame(
    [("plains", "north", city) for city in ("C", "A", "B")] + [("plains", "south", "D")],
    columns=["scheme_code", "group_code", "region_code"],
)
VARIANTS = pd.DataFrame(
    {"variant_code": ["one", "two"], "closeness": "connected", "betweenness": ["undirected", "directed"]}
)


def links(*rows):
    edges = pd.DataFrame(rows, columns=["year", "from_region_code", "to_region_code", "firms"])
    return edges.assign(release_code="r", scheme_code="plains", group_code="north", chain_code="all")


def test_each_year_and_variant_is_a_network_of_all_cities_of_the_set():
    found = list(networks.each(links((2021, "A", "B", 3), (2022, "B", "C", 1)), MEMBERS, VARIANTS))
    assert [(keys["year"], keys["variant_code"]) for keys, *_ in found] == [
        (2021, "one"), (2021, "two"), (2022, "one"), (2022, "two"),
    ]  # fmt: skip
    keys, cities, network = found[0]
    assert keys == {
        "release_code": "r", "scheme_code": "plains", "group_code": "north", "chain_code": "all", "year": 2021,
        "variant_code": "one",
    }  # fmt: skip
    assert cities.tolist() == ["A", "B", "C"]
    assert network.nodes.weighted_degree_total.tolist() == [3, 3, 0] and network.network.arcs == 1


def test_the_order_of_links_does_not_matter():
    rows = [(2021, "A", "B", 3), (2021, "B", "C", 1), (2021, "C", "A", 2)]
    (_, _, one), _ = networks.each(links(*rows), MEMBERS, VARIANTS)
    (_, _, other), _ = networks.each(links(*rows[::-1]), MEMBERS, VARIANTS)
    assert one.network == other.network


def test_without_links_there_is_no_network():
    assert list(networks.each(links(), MEMBERS, VARIANTS)) == []
