"""Density and Markov chains: the same numbers as scipy and giddy, where those are right.

Known differences of giddy, each tested below: the neighbours' mean of an island is 0, so that it counts in a
class; a row without moves has probabilities 0 and a steady state; in the test of homogeneity each class
without any move adds a degree of freedom. The edges are those of the quantile rule `linear`, ties `left`.
"""

import warnings

import numpy as np
import pytest
from scipy.signal import find_peaks
from scipy.sparse import csr_matrix
from scipy.stats import gaussian_kde
from scipy.stats.contingency import chi2_contingency

from nianjian.methods.density import kernel_density, peaks
from nianjian.methods.markov import chain, classes_by_edges, quantile_edges, transitions
from nianjian.methods.spatial_markov import homogeneity, neighbour_mean, spatial_markov

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from giddy.markov import Markov, Spatial_Markov
    from giddy.markov import homogeneity as giddy_homogeneity
    from libpysal.weights import WSP, lag_spatial

CLOSE = {"rtol": 1e-9, "atol": 1e-9}
SEEDS = range(10)
pytestmark = pytest.mark.filterwarnings("ignore")


def panel(seed):
    """8 years of 12 to 40 regions that grow and keep their order for a while, and borders without islands."""
    random = np.random.default_rng(seed)
    n = int(random.integers(12, 41))
    x = random.lognormal(size=(1, n)) + np.cumsum(random.lognormal(size=(8, n)), axis=0) / 4
    w = (random.random((n, n)) < 0.2) * 1.0 + np.roll(np.eye(n), 1, axis=1)
    np.fill_diagonal(w, 0)
    return x, np.minimum(w + w.T, 1)


def pysal(w):
    weights = WSP(csr_matrix(w)).to_W(silence_warnings=True)
    weights.transform = "r"
    return weights


@pytest.mark.parametrize("n", [2, 3, 8, 31, 300])
@pytest.mark.parametrize("rule", ["scott", "silverman"])
def test_density_of_scipy(n, rule):
    y = np.random.default_rng(n).lognormal(size=(4, n))
    found = kernel_density(y, rule=rule)
    for at, series in enumerate(y):
        peer = gaussian_kde(series, rule)
        np.testing.assert_allclose(found.bandwidth[at], np.sqrt(peer.covariance[0, 0]), **CLOSE)
        np.testing.assert_allclose(found.height[at], peer(found.grid[at]), **CLOSE)


def test_fixed_bandwidth_is_the_factor_of_scipy_times_the_deviation():
    y = np.random.default_rng(1).lognormal(size=31)
    found = kernel_density(y, rule="fixed", bandwidth=0.4)
    peer = gaussian_kde(y, 0.4 / y.std(ddof=1))
    np.testing.assert_allclose(found.height, peer(found.grid), **CLOSE)


@pytest.mark.parametrize("scope", ["pooled", "mean"])
def test_shared_bandwidth_of_groups_of_scipy(scope):
    y = np.random.default_rng(2).lognormal(size=(3, 31))
    member = np.arange(31) % 4 == np.arange(4)[:, None, None]
    found = kernel_density(y, member, bandwidth_scope=scope)
    each = [[series[of[0]] for series in y] for of in member]
    own = [[np.sqrt(gaussian_kde(values).covariance[0, 0]) for values in of] for of in each]
    h = np.mean(own) if scope == "mean" else np.sqrt(gaussian_kde(y.ravel()).covariance[0, 0])
    np.testing.assert_allclose(found.bandwidth, np.full((4, 3), h), **CLOSE)
    for group, of in enumerate(each):
        for year, values in enumerate(of):
            peer = gaussian_kde(values, h / values.std(ddof=1))
            np.testing.assert_allclose(found.height[group, year], peer(found.grid[group, year]), **CLOSE)


@pytest.mark.parametrize("seed", SEEDS)
def test_peaks_of_scipy(seed):
    """Beyond the ends, where find_peaks looks for none, a 0 is put; few different heights make level tops."""
    heights = np.random.default_rng(seed).integers(1, 5, size=(20, 30)) / 4
    grid = np.broadcast_to(np.arange(30.0), heights.shape)
    found = peaks(grid, heights)
    for at, row in enumerate(heights):
        top, sides = find_peaks([0, *row, 0], plateau_size=1)
        middle = (sides["left_edges"] + sides["right_edges"]) / 2 - 1
        assert found.count[at] == len(top)
        assert found.position[at].compressed().tolist() == middle.tolist()
        assert found.height[at].compressed().tolist() == row[top - 1].tolist()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("k", [2, 5])
def test_chain_of_giddy(seed, k):
    x, _ = panel(seed)
    classes = classes_by_edges(x, quantile_edges(x, k, "year")).number
    found = chain(transitions(classes, k).counts)
    peer = Markov(classes.T, summary=False)
    np.testing.assert_array_equal(transitions(classes, k).counts, peer.transitions)
    np.testing.assert_allclose(found.probability, peer.p, **CLOSE)
    if found.steady_status == "ergodic":
        np.testing.assert_allclose(found.steady, peer.steady_state, **CLOSE)


def test_chains_of_giddy_are_ergodic_often_enough():
    """What `test_chain_of_giddy` claims to compare is there."""
    status = []
    for seed in SEEDS:
        x, _ = panel(seed)
        classes = classes_by_edges(x, quantile_edges(x, 5, "year")).number
        status.append(chain(transitions(classes, 5).counts).steady_status)
    assert status.count("ergodic") >= 5


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("lag_edges, scope", [("own", "pooled"), ("own", "year"), ("value", "pooled")])
def test_spatial_markov_of_giddy(seed, lag_edges, scope):
    x, w = panel(seed)
    weights = pysal(w)
    found = spatial_markov(x, w, 4, lag_edges, scope=scope)
    np.testing.assert_allclose(neighbour_mean(x, w).mean, lag_spatial(weights, x.T).T, **CLOSE)
    if lag_edges == "own":
        peer = Spatial_Markov(x.T, weights, k=4, m=4, fixed=scope == "pooled")
    else:
        edges = found.edges[0]
        peer = Spatial_Markov(x.T, weights, cutoffs=edges, lag_cutoffs=edges)
    np.testing.assert_array_equal(found.moves.counts, peer.T)
    assert not found.moves.islands.any()
    of_conditions = chain(found.moves.counts)
    np.testing.assert_allclose(np.nan_to_num(of_conditions.probability), peer.P, **CLOSE)
    tests = homogeneity(found.moves.counts)
    np.testing.assert_allclose(
        [tests.likelihood_ratio, tests.q, tests.p_likelihood_ratio, tests.p_q],
        [peer.LR, peer.Q, peer.LR_p_value, peer.Q_p_value],
        **CLOSE,
    )
    assert tests.degrees == peer.dof_hom


@pytest.mark.parametrize("seed", SEEDS)
def test_homogeneity_of_giddy_and_scipy(seed):
    """Rows without moves under some condition; no class without moves under all. scipy: one table a class."""
    counts = np.random.default_rng(seed).integers(0, 12, size=(4, 5, 5)) * 1.0
    counts[seed % 4, :2] = 0
    counts[:, 3, 1] = 0
    found = homogeneity(counts)
    peer = giddy_homogeneity(counts)
    np.testing.assert_allclose(
        [found.likelihood_ratio, found.q, found.p_likelihood_ratio, found.p_q, found.degrees],
        [peer.LR, peer.Q, peer.LR_p_value, peer.Q_p_value, peer.dof],
        **CLOSE,
    )
    tables = [counts[:, p][:, counts[:, p].any(axis=0)] for p in range(5)]
    tables = [table[table.any(axis=1)] for table in tables]
    for kind, value in (("pearson", found.q), ("log-likelihood", found.likelihood_ratio)):
        each = [chi2_contingency(table, correction=False, lambda_=kind) for table in tables]
        assert sum(result.statistic for result in each) == pytest.approx(value, abs=1e-9)
        assert sum(result.dof for result in each) == found.degrees


def test_giddy_counts_an_island_in_the_class_of_0():
    x, w = panel(0)
    w[3] = w[:, 3] = 0
    found = spatial_markov(x, w, 4, "value").moves
    edges = quantile_edges(x, 4)[0]
    peer = Spatial_Markov(x.T, pysal(w), cutoffs=edges, lag_cutoffs=edges)
    assert found.islands.sum() == 7
    np.testing.assert_array_equal(found.counts[1:], peer.T[1:])
    np.testing.assert_array_equal(found.counts[0] + found.islands, peer.T[0])


def test_giddy_gives_an_empty_row_zeros_and_a_steady_state():
    classes = np.array([[0, 0], [1, 1], [0, 1], [0, 2]])
    found, peer = chain(transitions(classes, 3).counts), Markov(classes.T, summary=False)
    assert found.defined.tolist() == [True, True, False]
    assert peer.p[2].tolist() == [0, 0, 0] and np.isnan(found.probability[2]).all()
    assert (
        found.steady_status == "empty_row" and np.isfinite(np.asarray(peer.steady_state, dtype=float)).all()
    )


def test_giddy_counts_a_degree_of_freedom_too_many_for_a_class_without_moves():
    counts = np.zeros((2, 3, 3))
    counts[:, :2, :2] = [[[3, 1], [1, 4]], [[2, 2], [2, 2]]]
    assert homogeneity(counts).degrees == homogeneity(counts[:, :2, :2]).degrees == 2
    assert giddy_homogeneity(counts[:, :2, :2]).dof == 2
    assert giddy_homogeneity(counts).dof == 3
