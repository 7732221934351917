import networkx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianjian.methods.checks import MethodError
from nianjian.methods.networks import BETWEENNESS, CLOSENESS, network

CLOSE = {"rtol": 0, "atol": 1e-9}
# Arcs 0 -> 1 -> 2 -> 0 and 2 -> 3, the first in two rows; self-loops of 1 and 4; 4 has no partner.
SOURCE, TARGET, WEIGHT = [0, 1, 2, 2, 0, 1, 4], [1, 2, 0, 3, 1, 1, 4], [2, 1, 4, 7, 3, 6, 2]


def random_edges(seed):
    """Up to 40 nodes, from none to dense; self-loops, repeated rows, weights of 0, nodes left alone."""
    random = np.random.default_rng(seed)
    n = int(random.integers(2, 41))
    used = n if random.integers(2) else int(random.integers(1, n + 1))
    m = int(used * random.choice([0, 0.6, 1, 2, 8]))
    source, target = random.integers(0, used, size=(2, m))
    order = random.permutation(n)
    return order[source], order[target], random.integers(0, 5, size=m) * random.choice([1.0, 0.37]), n


def peer(source, target, weight, n):
    """The graphs of networkx without self-loops, directed and undirected."""
    graph = networkx.MultiDiGraph()
    graph.add_nodes_from(range(n))
    for a, b, w in zip(source, target, weight, strict=True):
        if a != b and w > 0:
            graph.add_edge(int(a), int(b), weight=w)
    directed = networkx.DiGraph(graph)
    return graph, directed, networkx.Graph(directed)


def in_order(of_node, n):
    return np.array([dict(of_node)[i] for i in range(n)], dtype=float)


@st.composite
def edges(draw):
    n = draw(st.integers(1, 9))
    node = st.integers(0, n - 1)
    rows = draw(st.lists(st.tuples(node, node, st.integers(0, 50)), max_size=30))
    source, target, weight = np.array(rows, dtype=int).reshape(-1, 3).T
    return source, target, weight, n


def options():
    return {"closeness": st.sampled_from(CLOSENESS), "betweenness": st.sampled_from(BETWEENNESS)}


def assert_same_nodes(found, expected, but=()):
    for name, values in found._asdict().items():
        if name not in but:
            np.testing.assert_array_equal(
                np.ma.getmaskarray(values), np.ma.getmaskarray(getattr(expected, name)), err_msg=name
            )
            np.testing.assert_allclose(
                np.ma.getdata(values), np.ma.getdata(getattr(expected, name)), err_msg=name, **CLOSE
            )


@pytest.mark.parametrize("arcs, printed", [(57, "0.37"), (103, "0.66"), (86, "0.55"), (140, "0.90")])
def test_density_bth(arcs, printed, agrees):
    """Manufacturing 2014 and 2023, lines 11963 to 11969; research, lines 12070 to 12073; 13 cities."""
    pairs = np.array([(a, b) for a in range(13) for b in range(13) if a != b])
    source, target = np.random.default_rng(arcs).permutation(pairs)[:arcs].T
    found = network([*source, 3], [*target, 3], np.ones(arcs + 1), 13).network
    assert found.arcs == arcs
    assert agrees(found.density, printed)


def test_closeness_bth_2014(agrees):
    """Manufacturing, lines 11989 to 12008. The edges are not printed, but they do not matter:

    Beijing has 1.00, so it is linked to all and no path is longer than 2; a city with k partners then has
    12 / (24 - k), and any network with the right numbers of partners gives the printed figures. Tangshan's
    is not printed (the last node; 3 makes the sum even).
    """
    printed = ["1.00", "0.80", "0.86", *["0.60"] * 3, *["0.63"] * 2, *["0.57"] * 4]
    partners = [12, 9, 10, 4, 4, 4, 5, 5, 3, 3, 3, 3, 3]
    source, target = np.array(networkx.havel_hakimi_graph(partners).edges).T
    found = network(source, target, np.ones(len(source)), 13).nodes
    assert found.partners.tolist() == partners
    assert [agrees(c, p) for c, p in zip(found.closeness[:12], printed, strict=True)] == [True] * 12


def test_by_hand():
    nodes, whole = network(SOURCE, TARGET, WEIGHT, 5, betweenness="directed")
    assert nodes.weighted_degree_in.tolist() == [4, 5, 1, 7, 0]
    assert nodes.weighted_degree_out.tolist() == [5, 1, 11, 0, 0]
    assert nodes.weighted_degree_total.tolist() == [9, 6, 12, 7, 0]
    assert nodes.inside.tolist() == [0, 6, 0, 0, 2]
    assert nodes.partners_in.tolist() == [1, 1, 1, 1, 0]
    assert nodes.partners_out.tolist() == [1, 1, 2, 0, 0]
    assert nodes.partners.tolist() == [2, 2, 3, 1, 0]
    np.testing.assert_allclose(nodes.clustering, [1, 1, 1 / 3, 0, 0], **CLOSE)
    np.testing.assert_allclose(nodes.reached_share, [0.75, 0.75, 0.75, 0.75, 0], **CLOSE)
    np.testing.assert_allclose(nodes.betweenness, [1 / 12, 2 / 12, 3 / 12, 0, 0], **CLOSE)
    assert (whole.arcs, whole.density, whole.reachable_share) == (4, 4 / 20, 9 / 20)
    # From 0: 1 + 2 + 3, from 1: 1 + 2 + 2, from 2: 1 + 1 + 2, from 3 nothing.
    assert whole.mean_path == pytest.approx(15 / 9)
    assert whole.mean_clustering == pytest.approx(7 / 15)


def test_closeness_by_hand():
    assert network(SOURCE, TARGET, WEIGHT, 5).nodes.closeness.tolist() == [None] * 5
    part = network(SOURCE, TARGET, WEIGHT, 5, closeness="wasserman_faust").nodes.closeness
    np.testing.assert_allclose(part, [9 / 16, 9 / 16, 3 / 4, 9 / 20, 0], **CLOSE)
    for convention in CLOSENESS:
        four = network(SOURCE[:-1], TARGET[:-1], WEIGHT[:-1], 4, closeness=convention).nodes
        np.testing.assert_allclose(four.closeness, [3 / 4, 3 / 4, 1, 3 / 5], **CLOSE)
        assert four.reached_share.tolist() == [1] * 4


def test_betweenness_by_hand():
    found = network(SOURCE, TARGET, WEIGHT, 5).nodes.betweenness
    np.testing.assert_allclose(found, [0, 0, 2 / 6, 0, 0], **CLOSE)
    # Two ways from 0 to 3. Back, and between 1 and 2, there are ways only over links.
    square = [0, 0, 1, 2], [1, 2, 3, 3], [1] * 4, 4
    one_way = network(*square, betweenness="directed").nodes.betweenness
    np.testing.assert_allclose(one_way, [0, 0.5 / 6, 0.5 / 6, 0], **CLOSE)
    np.testing.assert_allclose(network(*square).nodes.betweenness, [0.5 / 3] * 4, **CLOSE)


def test_star_and_complete_network():
    star = network([0, 0, 3, 4], [1, 2, 0, 0], [1] * 4, 5).nodes
    assert (star.closeness[0], star.betweenness[0], star.clustering[0]) == (1, 1, 0)
    source, target = np.nonzero(~np.eye(6, dtype=bool))
    nodes, whole = network(source, target, np.ones(30), 6)
    assert whole == (30, 1, 1, 1, 1)
    assert nodes.closeness.tolist() == nodes.clustering.tolist() == [1] * 6
    assert nodes.betweenness.tolist() == [0] * 6


@pytest.mark.parametrize("seed", range(80))
def test_is_networkx(seed):
    source, target, weight, n = random_edges(seed)
    multi, directed, undirected = peer(source, target, weight, n)
    nodes, whole = network(source, target, weight, n, "wasserman_faust", "directed")
    expected = {
        "weighted_degree_in": multi.in_degree(weight="weight"),
        "weighted_degree_out": multi.out_degree(weight="weight"),
        "weighted_degree_total": multi.degree(weight="weight"),
        "partners_in": directed.in_degree(),
        "partners_out": directed.out_degree(),
        "partners": undirected.degree(),
        "clustering": networkx.clustering(undirected),
        "closeness": networkx.closeness_centrality(undirected),
        "reached_share": {
            i: (len(networkx.node_connected_component(undirected, i)) - 1) / (n - 1) for i in range(n)
        },
        "betweenness": networkx.betweenness_centrality(directed),
    }
    for name, values in expected.items():
        np.testing.assert_allclose(getattr(nodes, name), in_order(values, n), err_msg=name, **CLOSE)
    other = network(source, target, weight, n).nodes
    between = networkx.betweenness_centrality(undirected)
    np.testing.assert_allclose(other.betweenness, in_order(between, n), **CLOSE)
    if networkx.is_connected(undirected):
        np.testing.assert_allclose(other.closeness, nodes.closeness, **CLOSE)
    else:
        assert other.closeness.mask.all()

    lengths = networkx.all_pairs_shortest_path_length(directed)
    lengths = [d for i, reached in lengths for j, d in reached.items() if i != j]
    assert whole.arcs == directed.number_of_edges()
    assert whole.density == pytest.approx(networkx.density(directed), abs=1e-9)
    assert whole.reachable_share == pytest.approx(len(lengths) / (n * (n - 1)), abs=1e-9)
    assert whole.mean_path == (pytest.approx(np.mean(lengths), abs=1e-9) if lengths else None)
    assert whole.mean_clustering == pytest.approx(networkx.average_clustering(undirected), abs=1e-9)


def test_random_networks_are_of_every_kind():
    """What `test_is_networkx` claims to cover is there."""
    kinds = dict.fromkeys(["loops", "repeats", "zeros", "isolates", "connected", "strongly", "empty"], 0)
    for seed in range(80):
        source, target, weight, n = random_edges(seed)
        _, directed, undirected = peer(source, target, weight, n)
        kinds["loops"] += (source == target).any()
        kinds["repeats"] += len(set(zip(source.tolist(), target.tolist(), strict=True))) < len(source)
        kinds["zeros"] += (weight == 0).any()
        kinds["isolates"] += 0 in dict(undirected.degree()).values()
        kinds["connected"] += networkx.is_connected(undirected)
        kinds["strongly"] += networkx.is_strongly_connected(directed)
        kinds["empty"] += len(source) == 0
    assert min(kinds.values()) >= 5, kinds


@given(edges(), st.randoms(use_true_random=False), st.fixed_dictionaries(options()))
def test_names_of_nodes_do_not_matter(case, random, chosen):
    source, target, weight, n = case
    name = list(range(n))
    random.shuffle(name)
    name = np.array(name)
    found, renamed = network(*case, **chosen), network(name[source], name[target], weight, n, **chosen)
    assert_same_nodes(type(found.nodes)(*(values[name] for values in renamed.nodes)), found.nodes)
    assert renamed.network == pytest.approx(found.network, abs=1e-12)


@given(edges(), st.randoms(use_true_random=False))
def test_order_of_rows_and_their_split_do_not_matter(case, random):
    source, target, weight, n = case
    order = [*range(len(source)), *range(len(source))]
    random.shuffle(order)
    found, halved = network(*case), network(source[order], target[order], weight[order] / 2, n)
    assert_same_nodes(halved.nodes, found.nodes)
    assert halved.network == found.network


@given(edges(), st.fixed_dictionaries(options()))
def test_weight_is_strength_not_distance(case, chosen):
    source, target, weight, n = case
    found, doubled = network(*case, **chosen), network(source, target, weight * 2, n, **chosen)
    weighted = [name for name in found.nodes._fields if name.startswith("weighted") or name == "inside"]
    for name in weighted:
        np.testing.assert_array_equal(getattr(doubled.nodes, name), 2 * getattr(found.nodes, name))
    assert_same_nodes(doubled.nodes, found.nodes, but=weighted)
    assert doubled.network == found.network


@given(edges())
def test_turned_around_in_becomes_out(case):
    source, target, weight, n = case
    found, turned = network(*case), network(target, source, weight, n)
    back = {
        "weighted_degree_in": turned.nodes.weighted_degree_out,
        "weighted_degree_out": turned.nodes.weighted_degree_in,
        "partners_in": turned.nodes.partners_out,
        "partners_out": turned.nodes.partners_in,
    }
    assert_same_nodes(turned.nodes._replace(**back), found.nodes)
    assert turned.network == pytest.approx(found.network)


@given(edges())
def test_self_loops_and_weights_of_0_enter_nothing_else(case):
    source, target, weight, n = case
    found = network(*case)
    arcs = (source != target) & (weight > 0)
    without = network(source[arcs], target[arcs], weight[arcs], n)
    assert_same_nodes(without.nodes, found.nodes, but=["inside"])
    assert not without.nodes.inside.any()
    assert without.network == found.network
    assert found.nodes.inside.sum() + found.nodes.weighted_degree_out.sum() == weight.sum()
    assert found.nodes.weighted_degree_in.sum() == found.nodes.weighted_degree_out.sum()


@given(edges(), st.fixed_dictionaries(options()))
def test_lies_in_bounds_and_is_never_nan(case, chosen):
    nodes, whole = network(*case, **chosen)
    n = case[-1]
    for name, values in nodes._asdict().items():
        # What lies under a mask is no NaN either.
        assert values.shape == (n,) and np.isfinite(np.ma.getdata(values)).all(), name
    for values in (nodes.clustering, nodes.closeness, nodes.reached_share, nodes.betweenness):
        assert ((np.ma.getdata(values) >= 0) & (np.ma.getdata(values) <= 1 + 1e-12)).all()
    assert (nodes.partners <= nodes.partners_in + nodes.partners_out).all()
    assert whole.arcs == nodes.partners_in.sum() == nodes.partners_out.sum()
    assert (whole.density is None) == (whole.reachable_share is None) == (n == 1)
    assert (whole.mean_path is None) == (whole.arcs == 0)
    if whole.arcs:
        assert 1 <= whole.mean_path <= n - 1
        assert whole.density <= whole.reachable_share <= 1
    reaches_all = (nodes.reached_share == 1).filled(False)
    masked = ~reaches_all if chosen["closeness"] == "connected" else np.full(n, n == 1)
    np.testing.assert_array_equal(np.ma.getmaskarray(nodes.closeness), masked)


@pytest.mark.parametrize("convention", CLOSENESS)
def test_one_node(convention):
    for source, weight in (([], []), ([0, 0], [3, 1])):
        nodes, whole = network(source, source, weight, 1, closeness=convention)
        assert whole == (0, None, None, None, 0)
        assert nodes.closeness.tolist() == nodes.reached_share.tolist() == [None]
        assert nodes.clustering.tolist() == nodes.betweenness.tolist() == nodes.partners.tolist() == [0]
        assert nodes.inside.tolist() == [sum(weight)]


def test_no_edges():
    nodes, whole = network([], [], [], 3)
    assert whole == (0, 0, None, 0, 0)
    assert nodes.closeness.tolist() == [None] * 3
    assert network([], [], [], 3, closeness="wasserman_faust").nodes.closeness.tolist() == [0] * 3
    for name in set(nodes._fields) - {"closeness"}:
        assert getattr(nodes, name).tolist() == [0] * 3, name


def test_types_do_not_depend_on_edges():
    empty, full = network([], [], [], 3).nodes, network([0], [1], [2], 3).nodes
    assert [values.dtype for values in empty] == [values.dtype for values in full]
    whole = network(np.array([0.0]), np.array([1], dtype=np.int8), [2], np.int64(3)).network
    assert [type(value) for value in whole] == [int, float, float, float, float]


def test_input_is_left_as_it_is():
    arrays = [np.array(values) for values in (SOURCE, TARGET, WEIGHT)]
    network(*arrays, 5)
    assert [values.tolist() for values in arrays] == [SOURCE, TARGET, WEIGHT]


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf])
def test_weight_that_is_not_finite_is_named(odd):
    with pytest.raises(MethodError, match=rf"weight\[1\] is {odd}: must be a finite number") as refused:
        network([0, 0], [1, 0], [1, odd], 2)
    assert refused.value.position == (1,)


@pytest.mark.parametrize("odd", [-1, 3, 0.5, np.nan, np.inf])
@pytest.mark.parametrize("name", ["source", "target"])
def test_id_that_is_no_node_is_named(name, odd):
    ids = {"source": [0, 1, 2], "target": [1, 2, 0], name: [0, 1, odd]}
    with pytest.raises(MethodError, match=rf"{name}\[2\] is .*: must be a whole number in 0..2") as refused:
        network(**ids, weight=[1, 1, 1], n=3)
    assert refused.value.position == (2,)


def test_bad_input_is_refused():
    with pytest.raises(MethodError, match=r"weight\[0\] is -1.0: must not be negative") as refused:
        network([0], [0], [-1], 2)
    assert refused.value.position == (0,)
    for n in (0, -1, 2.0, None):
        with pytest.raises(MethodError, match="n is .*: must be a whole number from 1"):
            network([], [], [], n)
    with pytest.raises(MethodError, match=r"weight has shape \(1,\): must be one row, as long as source"):
        network([0, 1], [1, 0], [1], 2)
    with pytest.raises(MethodError, match=r"source has shape \(1, 2\): must be one row"):
        network([[0, 1]], [[1, 0]], [[1, 1]], 2)
    with pytest.raises(MethodError, match="source has shape"):
        network(0, 1, 1, 2)
    with pytest.raises(MethodError, match="weight sums to more than a float holds"):
        network([0, 0], [1, 1], [1e308, 1e308], 2)
    with pytest.raises(MethodError, match="closeness is 'harmonic'"):
        network([0], [1], [1], 2, closeness="harmonic")
    with pytest.raises(MethodError, match="betweenness is 'both'"):
        network([0], [1], [1], 2, betweenness="both")
