"""Measures of a network of 3,000 nodes: ours, by igraph, and networkx. `python -m bench.networks [--full]`"""

import argparse

import igraph
import networkx
import numpy as np

from bench.report import best_of, peak_mb, print_machine, print_table, seconds, times_faster
from nianjian.methods.networks import network

NODES, EDGES = 3_000, 90_000
# networkx takes minutes for all shortest paths: it is timed from some sources, and its time is scaled.
PATH_SOURCES, BETWEENNESS_SOURCES = 300, 100


def edges():
    """A few hubs and many small nodes, as cities are; with self-loops and repeated rows."""
    random = np.random.default_rng(0)
    share = random.pareto(1.5, NODES) + 0.1
    source, target = random.choice(NODES, size=(2, EDGES), p=share / share.sum())
    return source, target, random.integers(1, 50, EDGES), NODES


def graphs(source, target, weight, n):
    """Directed and undirected, without self-loops: of igraph, then of networkx."""
    pairs = np.unique(np.column_stack((source, target))[source != target], axis=0)
    directed = igraph.Graph(n, pairs, directed=True)
    peer = networkx.empty_graph(n, networkx.DiGraph)
    peer.add_edges_from(pairs.tolist())
    return directed, directed.as_undirected(), peer, peer.to_undirected()


def mean_path(lengths):
    """From the lengths of the paths from each source; a node reaches itself in 0."""
    lengths = [length for reached in lengths for length in reached]
    return sum(lengths) / sum(length > 0 for length in lengths)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="networkx from all sources: some minutes more")
    arguments = parser.parse_args()
    path_sources = range(NODES if arguments.full else PATH_SOURCES)
    betweenness_sources = range(NODES if arguments.full else BETWEENNESS_SOURCES)
    print_machine()
    print(f"igraph {igraph.__version__}, networkx {networkx.__version__}")
    case = edges()
    directed, undirected, peer, peer_undirected = graphs(*case)
    # Measure, sources of the peer, igraph in full, igraph and networkx from these sources.
    measures = [
        (
            "clustering",
            range(NODES),
            lambda: undirected.transitivity_local_undirected(mode="zero"),
            lambda of: undirected.transitivity_local_undirected(of, mode="zero"),
            lambda of: list(networkx.clustering(peer_undirected, of).values()),
        ),
        (
            "mean path, directed",
            path_sources,
            lambda: directed.path_length_hist().mean,
            lambda of: mean_path([d for d in row if d < NODES] for row in directed.distances(of)),
            lambda of: mean_path(networkx.single_source_shortest_path_length(peer, s).values() for s in of),
        ),
        (
            "closeness, undirected",
            path_sources,
            lambda: undirected.closeness(normalized=True),
            lambda of: np.nan_to_num(undirected.closeness(of, normalized=True)),
            lambda of: [networkx.closeness_centrality(peer_undirected, s, wf_improved=False) for s in of],
        ),
        (
            "betweenness, directed",
            betweenness_sources,
            lambda: directed.betweenness(),
            lambda of: np.array(directed.betweenness(sources=of)) / ((NODES - 1) * (NODES - 2)),
            lambda of: list(
                networkx.betweenness_centrality_subset(peer, of, range(NODES), normalized=True).values()
            ),
        ),
    ]
    rows, all_theirs = [], 0.0
    for measure, sources, ours, ours_from, theirs_from in measures:
        found = []
        (slow,) = best_of(1, lambda f=theirs_from, s=sources, found=found: found.append(f(list(s))))
        (fast,) = best_of(3, ours)
        difference = np.abs(np.asarray(ours_from(list(sources))) - np.asarray(found[0])).max()
        slow *= NODES / len(sources)
        all_theirs += slow
        how = "in full" if len(sources) == NODES else f"{len(sources)} sources, scaled"
        rows.append(
            [measure, seconds(fast), seconds(slow), how, times_faster(slow, fast), f"{difference:.0e}"]
        )
    (fast,) = best_of(3, lambda: network(*case, betweenness="directed"))
    rows.append(
        ["all, from arrays", seconds(fast), seconds(all_theirs), "sum", times_faster(all_theirs, fast), ""]
    )
    print_table(
        f"Network of {NODES:,} nodes and {EDGES:,} edges ({directed.ecount():,} arcs)",
        ["measure", "igraph", "networkx", "networkx measured", "ratio", "largest difference"],
        rows,
    )
    print(f"\nPeak memory of Python and numpy in one call: {peak_mb(lambda: network(*case)):.0f} MB")

    rows = []
    for n, m in ((13, 100), (300, 9_000)):
        random = np.random.default_rng(n)
        small = (*random.integers(0, n, (2, m)), np.ones(m), n)
        (fast,) = best_of(20, lambda small=small: network(*small))
        rows.append([f"{n}", f"{m:,}", seconds(fast)])
    print_table("All measures of smaller networks", ["nodes", "edges", "ours"], rows)


if __name__ == "__main__":
    main()
