"""Networks of cities: an edge a -> b counts the firms of a that invest in b. Density, paths, centralities."""

from typing import NamedTuple

import igraph
import numpy as np
from numpy.typing import ArrayLike, NDArray

from nianjian.methods.checks import Floats, MethodError, option, refuse

VERSION = "1.0"

CLOSENESS = ("connected", "wasserman_faust")
BETWEENNESS = ("undirected", "directed")
Ints = NDArray[np.int_]


class Nodes(NamedTuple):
    """Each (n,). An arc: an ordered pair of different nodes with a weight above 0; a link: an arc either way.

    weighted_degree_in, _out, _total: sums of weight, in its unit; inside: weight of the self-loops.
    partners_in, _out: nodes at the other end of arcs in, out; partners: of links.
    clustering, closeness, betweenness: no unit, 0 to 1. reached_share: share of the other nodes that links
    lead to. closeness and reached_share are masked arrays, masked where undefined.
    """

    weighted_degree_in: Floats
    weighted_degree_out: Floats
    weighted_degree_total: Floats
    inside: Floats
    partners_in: Ints
    partners_out: Ints
    partners: Ints
    clustering: Floats
    closeness: np.ma.MaskedArray
    reached_share: np.ma.MaskedArray
    betweenness: Floats


class Summary(NamedTuple):
    """The network as one. None where undefined.

    arcs: their number; density: their share of n (n - 1); mean_path: arcs on a shortest path, on average;
    reachable_share: share of the ordered pairs that have a path; mean_clustering.
    """

    arcs: int
    density: float | None
    mean_path: float | None
    reachable_share: float | None
    mean_clustering: float


class Network(NamedTuple):
    """Result of `network`."""

    nodes: Nodes
    network: Summary


def network(
    source: ArrayLike,
    target: ArrayLike,
    weight: ArrayLike,
    n: int,
    closeness: str = "connected",
    betweenness: str = "undirected",
) -> Network:
    """Measures of a directed, weighted network of n nodes and of each node in it.

    Rows of one source and target are summed, in any order. A pair whose weight is 0 has no arc. Self-loops
    are summed in `inside` and enter nothing else. Weight is strength, not distance: it makes the weighted
    degrees, and every path counts arcs. d(i, j): arcs (directed) or links (undirected) on a shortest path.

    density = arcs / (n (n - 1)), directed; mean_path = mean d(i, j) over the ordered pairs i != j with a
    directed path, and reachable_share = their number / (n (n - 1)).
    clustering_i = 2 L_i / (k_i (k_i - 1)), undirected: L_i links among the k_i partners of i. Where
    k_i < 2 there is no pair of partners: 0, which stays in mean_clustering = sum_i clustering_i / n.
    closeness_i = (n - 1) / sum_j d(i, j), undirected. Where links do not lead from i to all others, the sum
    has no meaning: `connected` masks i. `wasserman_faust` takes the r_i nodes reached, and the share they
    are: (r_i / (n - 1)) (r_i / sum_j d(i, j)), 0 for r_i = 0. Where all are reached, the two are equal.
    reached_share = r_i / (n - 1) under both.
    betweenness_i = sum_{s != i != t} (shortest paths s - t through i) / (shortest paths s - t), over the
    number of pairs without i: (n - 1)(n - 2) / 2 if `undirected`, twice that, ordered pairs, if `directed`.

    Shapes: source, target, weight (m,), nodes numbered 0..n-1, m may be 0 -> Network of (n,) and scalars.
    Undefined: density and reachable_share of one node and mean_path without a path are None; closeness and
    reached_share of one node are masked. Betweenness is 0 for n < 3. Never NaN.
    Errors: n below 1, an id that is not a whole number in 0..n-1, a weight that is negative, NaN or infinite,
    arrays of unequal length, weights whose sum is too large for a float.
    Time O(n arcs), memory O(n + m). Source: Freeman (1979) for closeness and betweenness, Wasserman and Faust
    (1994), Watts and Strogatz (1998) for clustering, Brandes (2001) for the algorithm; Regional Economic
    Review 2025 no. 3, article bth, line 11689.

    >>> found = network([0, 0, 1, 2, 0], [1, 2, 2, 0, 0], [5, 2, 1, 1, 9], n=4)
    >>> found.network.density, found.network.mean_path, found.network.reachable_share
    (0.3333333333333333, 1.3333333333333333, 0.5)
    >>> found.nodes.weighted_degree_out, found.nodes.inside
    (array([7., 1., 1., 0.]), array([9., 0., 0., 0.]))
    >>> found.nodes.closeness.tolist(), found.nodes.reached_share.round(2).tolist()
    ([None, None, None, None], [0.67, 0.67, 0.67, 0.0])
    >>> network([0, 0, 1], [1, 2, 0], [1, 1, 1], n=3).nodes.closeness.round(2).tolist()
    [1.0, 0.67, 0.67]
    """
    option(closeness, CLOSENESS, "closeness")
    option(betweenness, BETWEENNESS, "betweenness")
    if not isinstance(n, int | np.integer) or n < 1:
        raise MethodError(f"n is {n!r}: must be a whole number from 1")
    n = int(n)
    source, target, weight = _edges(source, target, weight, n)
    own = source == target
    inside = np.bincount(source[own], weight[own], minlength=n)
    source, target, weight = _summed(source[~own], target[~own], weight[~own], n)
    directed = igraph.Graph(n, np.column_stack((source, target)), directed=True)
    low, high, _ = _summed(np.minimum(source, target), np.maximum(source, target), weight, n)
    undirected = igraph.Graph(n, np.column_stack((low, high)))

    # float64 even without edges, where bincount gives whole numbers.
    into = np.bincount(target, weight, minlength=n).astype(float)
    out = np.bincount(source, weight, minlength=n).astype(float)
    clustering = np.array(undirected.transitivity_local_undirected(mode="zero"))
    close, reached_share = _closeness(undirected, closeness)
    nodes = Nodes(
        into,
        out,
        into + out,
        inside.astype(float),
        np.bincount(target, minlength=n),
        np.bincount(source, minlength=n),
        np.bincount(low, minlength=n) + np.bincount(high, minlength=n),
        clustering,
        close,
        reached_share,
        _betweenness(directed if betweenness == "directed" else undirected),
    )
    steps = [(int(length), count) for length, _, count in directed.path_length_hist().bins()]
    reachable, pairs = sum(count for _, count in steps), n * (n - 1)
    summary = Summary(
        arcs=len(source),
        density=len(source) / pairs if pairs else None,
        mean_path=sum(length * count for length, count in steps) / reachable if reachable else None,
        reachable_share=reachable / pairs if pairs else None,
        mean_clustering=float(clustering.mean()),
    )
    return Network(nodes, summary)


def _edges(source: ArrayLike, target: ArrayLike, weight: ArrayLike, n: int) -> tuple[Ints, Ints, Floats]:
    """The three arrays checked: one axis, one length, ids of nodes, weights that can be summed."""
    given = {
        name: np.asarray(values, dtype=float)
        for name, values in (("source", source), ("target", target), ("weight", weight))
    }
    for name, values in given.items():
        if values.ndim != 1 or values.shape != given["source"].shape:
            raise MethodError(f"{name} has shape {values.shape}: must be one row, as long as source")
    for name in ("source", "target"):
        ids = given[name]
        # A comparison with NaN is False, so what is wanted is asked for, not what is not.
        is_node = (ids >= 0) & (ids < n) & (ids == np.floor(ids))
        refuse(~is_node, ids, name, f"must be a whole number in 0..{n - 1}")
    weight = given["weight"]
    refuse(~np.isfinite(weight), weight, "weight", "must be a finite number")
    refuse(weight < 0, weight, "weight", "must not be negative")
    with np.errstate(over="ignore"):
        if not np.isfinite(weight.sum()):
            raise MethodError("weight sums to more than a float holds")
    return given["source"].astype(int), given["target"].astype(int), weight


def _summed(source: Ints, target: Ints, weight: Floats, n: int) -> tuple[Ints, Ints, Floats]:
    """One row for each pair, its weights summed, pairs of weight 0 left out."""
    pair, row = np.unique(source * n + target, return_inverse=True)
    total = np.bincount(row, weight, minlength=len(pair))
    pair, total = pair[total > 0], total[total > 0]
    return pair // n, pair % n, total


def _closeness(graph: igraph.Graph, convention: str) -> tuple[np.ma.MaskedArray, np.ma.MaskedArray]:
    """Closeness and share of the other nodes that are reached."""
    n = graph.vcount()
    components = graph.connected_components()
    reached = np.array(components.sizes())[components.membership] - 1
    share = reached / max(n - 1, 1)
    # igraph gives r / sum d, of the nodes reached only, and NaN for none.
    value = np.where(reached > 0, graph.closeness(normalized=True), 0.0) * share
    alone = np.full(n, n == 1)
    missing = alone | (reached < n - 1) if convention == "connected" else alone
    return np.ma.array(np.where(missing, 0.0, value), mask=missing), np.ma.array(share, mask=alone)


def _betweenness(graph: igraph.Graph) -> Floats:
    n = graph.vcount()
    pairs = (n - 1) * (n - 2) / (1 if graph.is_directed() else 2)
    return np.array(graph.betweenness()) / max(pairs, 1.0)
