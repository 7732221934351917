import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.sparse import csr_array
from scipy.stats import chi2

from nianjian.methods.checks import MethodError
from nianjian.methods.markov import QUANTILES, SCOPES, TIES, transitions
from nianjian.methods.spatial_markov import (
    LAG_EDGES,
    conditional_transitions,
    homogeneity,
    neighbour_mean,
    spatial_markov,
)

CLOSE = {"rtol": 0, "atol": 1e-9}
OPTIONS = {
    "lag_edges": st.sampled_from(LAG_EDGES),
    "scope": st.sampled_from(SCOPES),
    "ties": st.sampled_from(TIES),
    "quantile": st.sampled_from(QUANTILES),
}


@st.composite
def cases(draw):
    """(x, w): up to 5 years of up to 7 regions, many ties; some regions without neighbours, but never all."""
    years, n = draw(st.integers(2, 5)), draw(st.integers(2, 7))
    x = draw(arrays(float, (years, n), elements=st.integers(0, 8)))
    w = draw(arrays(float, (n, n), elements=st.integers(0, 2)))
    np.fill_diagonal(w, 0)
    w[0, 1] = 1
    return x, w


@pytest.fixture(scope="module")
def ai_moves(table):
    """(5, 5, 5): moves by class of the neighbours, start and end."""
    rows = table("ai_table4")
    shares = np.array([[float(row[f"to_{q}"]) for q in range(1, 6)] for row in rows])
    return np.rint(shares * [[float(row["n"])] for row in rows]).reshape(5, 5, 5)


@pytest.fixture(scope="module")
def provinces(table):
    """Levels of four years (4, 31) and land borders (31, 31)."""
    rows = table("ai_table2")
    at = {row["region"]: place for place, row in enumerate(rows)}
    w = np.zeros((31, 31))
    for row in table("province_contiguity"):
        a, b = at[row["region"]], at[row["neighbour"]]
        w[a, b] = w[b, a] = 1
    levels = [[float(row[f"level_{year}"]) for row in rows] for year in (2011, 2015, 2019, 2022)]
    return np.array(levels), w, at


def test_borders_of_provinces(provinces):
    _, w, at = provinces
    borders = w.sum(axis=1)
    assert w.sum() == 2 * 68
    assert np.bincount(borders.astype(int)).tolist() == [1, 0, 4, 5, 8, 3, 6, 2, 2]
    assert [borders[at[name]] for name in ("内蒙古", "陕西", "河北", "四川", "新疆", "海南")] == [
        8,
        8,
        7,
        7,
        3,
        0,
    ]


def test_neighbours_of_ai_are_not_cut_at_their_own_quantiles(ai_moves, provinces):
    """No class of 372 values, or of 360 without Hainan, has more than 75; 86 moves start beside class 4."""
    assert ai_moves.sum(axis=(1, 2)).tolist() == [58, 77, 71, 86, 49]
    x = np.random.default_rng(0).lognormal(size=(12, 31))
    for rule in QUANTILES:
        sizes = spatial_markov(x, provinces[1], 5, "own", quantile=rule).neighbours.size.sum(axis=0)
        assert sizes.sum() == 360 and sizes.max() <= 73


def test_all_of_ai_have_neighbours(ai_moves, provinces):
    """31 provinces x 11 moves are in table 4, Hainan's among them, which has no land border."""
    assert ai_moves.sum() == 31 * 11
    levels, w, at = provinces
    found = spatial_markov(levels, w, 5).moves
    assert (found.counts.sum(), found.islands.sum()) == (30 * 3, 3)
    w[at["海南"], at["广东"]] = w[at["广东"], at["海南"]] = 1
    assert spatial_markov(levels, w, 5).moves.counts.sum() == 31 * 3


def test_neighbour_mean_by_hand():
    w = [[0, 1, 3, 0], [1, 0, 0, 0], [0, 0.5, 0, 0], [0, 0, 0, 0]]
    found = neighbour_mean([[1.0, 2.0, 6.0, 9.0], [0.0, 4.0, 0.0, 1.0]], w)
    np.testing.assert_allclose(found.mean, [[5, 1, 2, np.nan], [1, 0, 4, np.nan]], **CLOSE)
    assert found.is_island.tolist() == [False, False, False, True]


@given(cases())
def test_neighbour_mean_is_the_product_with_weights_brought_to_1(case):
    x, w = case
    found, total = neighbour_mean(x, w), w.sum(axis=1)
    np.testing.assert_array_equal(found.is_island, total == 0)
    expected = x @ (w / np.where(total > 0, total, 1)[:, None]).T
    np.testing.assert_allclose(found.mean[:, total > 0], expected[:, total > 0], **CLOSE)
    assert np.isnan(found.mean[:, total == 0]).all()
    sparse = neighbour_mean(x, csr_array(w))
    np.testing.assert_array_equal(sparse.mean, found.mean)
    batch = neighbour_mean(np.stack([x, x + 1]), w).mean
    np.testing.assert_allclose(batch[1], found.mean + 1, **CLOSE)


def test_mean_of_equal_neighbours_is_their_value():
    """0.1 + 0.1 + 0.1 over 3 is more than 0.1: rounding must not lift it over an edge at 0.1."""
    x, w = np.full((3, 8), 0.1), 1 - np.eye(8)
    np.testing.assert_array_equal(neighbour_mean(x, w).mean, x)
    for lag_edges in LAG_EDGES:
        found = spatial_markov(x, w, 3, lag_edges)
        assert found.neighbours.size.tolist() == [[8, 0, 0]] * 3
        assert found.moves.counts[0, 0, 0] == 16 == found.moves.counts.sum()


def test_conditional_counts_by_hand():
    classes = [[0, 1, 1, 0], [1, 1, 0, -1], [0, 0, 0, 1]]
    neighbours = [[1, 0, 1, -1], [1, -1, 0, 0], [0, 0, 0, 0]]
    found = conditional_transitions(classes, neighbours, 2, 2)
    assert found.counts.tolist() == [[[1, 0], [0, 1]], [[0, 1], [2, 0]]]
    assert found.islands.tolist() == [[0, 0], [1, 0]]
    assert found.left_out == 2
    two = conditional_transitions(classes, neighbours, 2, 2, lag=2)
    assert two.counts.tolist() == [[[0, 0], [1, 0]], [[1, 0], [1, 0]]]
    assert two.islands.tolist() == [[0, 1], [0, 0]]


@given(cases(), st.integers(2, 4), st.fixed_dictionaries(OPTIONS))
def test_conditions_and_islands_add_up_to_the_plain_counts(case, k, chosen):
    x, w = case
    found = spatial_markov(x, w, k, **chosen)
    plain = transitions(found.classes.number, k).counts
    np.testing.assert_array_equal(found.moves.counts.sum(axis=0) + found.moves.islands, plain)
    island = found.neighbour.is_island
    np.testing.assert_array_equal(
        found.moves.islands, transitions(np.where(island, found.classes.number, -1), k).counts
    )
    assert (found.neighbours.number[:, island] == -1).all()
    assert found.neighbours.size.sum() == len(x) * (~island).sum()


@given(cases(), st.integers(2, 4), st.fixed_dictionaries(OPTIONS), st.sampled_from([0.5, 4]))
def test_unit_and_weights_of_rows_do_not_matter(case, k, chosen, unit):
    x, w = case
    found = spatial_markov(x, w, k, **chosen).moves
    # Powers of two: exact, so that ties stay ties.
    rows = 2.0 ** np.arange(len(w))[:, None]
    scaled = spatial_markov(x * unit, w * rows, k, **chosen).moves
    np.testing.assert_array_equal(found.counts, scaled.counts)
    np.testing.assert_array_equal(found.islands, scaled.islands)


@given(st.integers(0, 30), st.integers(2, 4), st.fixed_dictionaries(OPTIONS))
def test_names_of_regions_do_not_matter(seed, k, chosen):
    random = np.random.default_rng(seed)
    x, w = random.lognormal(size=(4, 9)), (random.random((9, 9)) < 0.3) * (1 - np.eye(9))
    w[0, 1] = 1
    order = random.permutation(9)
    found = spatial_markov(x, w, k, **chosen).moves
    renamed = spatial_markov(x[:, order], w[np.ix_(order, order)], k, **chosen).moves
    np.testing.assert_array_equal(found.counts, renamed.counts)
    np.testing.assert_array_equal(found.islands, renamed.islands)


@pytest.mark.parametrize("scope", SCOPES)
def test_edges_of_the_neighbours(scope):
    x, w = np.random.default_rng(3).lognormal(size=(4, 12)), np.roll(np.eye(12), 1, axis=1)
    own, value = (spatial_markov(x, w, 4, kind, scope=scope) for kind in LAG_EDGES)
    np.testing.assert_array_equal(value.neighbour_edges, value.edges)
    # With one neighbour each the means are the values in another order, and so are their quantiles.
    np.testing.assert_array_equal(own.neighbour_edges, own.edges)
    np.testing.assert_array_equal(own.neighbours.number, np.roll(own.classes.number, -1, axis=1))
    assert own.edges.shape == {"pooled": (1, 3), "year": (4, 3)}[scope]


def test_batch_of_panels():
    x = np.random.default_rng(5).lognormal(size=(3, 4, 9))
    w = np.roll(np.eye(9), 1, axis=1)
    w[4] = 0
    found = spatial_markov(x, w, 3)
    for at, panel in enumerate(x):
        single = spatial_markov(panel, w, 3).moves
        for name, values in single._asdict().items():
            np.testing.assert_array_equal(getattr(found.moves, name)[at], values, err_msg=name)


def test_homogeneity_by_hand():
    """Two classes, two conditions: rows of 10 moves, 4/6 against 6/4 and 5/5 against 5/5."""
    found = homogeneity([[[4, 6], [5, 5]], [[6, 4], [5, 5]]])
    assert found.q == pytest.approx(4 * 1 / 5)
    assert found.likelihood_ratio == pytest.approx(2 * (2 * 4 * np.log(0.8) + 2 * 6 * np.log(1.2)))
    assert found.degrees == 2
    assert found.p_q == pytest.approx(np.exp(-0.4))  # chi-squared of 2 degrees


def test_homogeneity_of_ai_table4(ai_moves):
    found = homogeneity(ai_moves)
    # 20 rows with moves; classes reached: 3, 4, 4, 3, 3 (from 1 to 5) under 3, 4, 5, 5, 3 conditions.
    assert found.degrees == 2 * 2 + 3 * 3 + 3 * 4 + 2 * 4 + 2 * 2
    assert [round(float(value), 4) for value in found[:4]] == [60.0371, 0.0097, 57.9994, 0.0152]


@given(arrays(float, (3, 4, 4), elements=st.integers(0, 9)))
def test_homogeneity_lies_in_bounds_and_turns_with_conditions(counts):
    found = homogeneity(counts)
    assert found.likelihood_ratio >= 0 and found.q >= 0 and found.degrees >= 0
    if found.degrees:
        assert found.p_q == pytest.approx(chi2.sf(found.q, found.degrees))
        assert 0 <= found.p_likelihood_ratio <= 1
    else:
        assert np.isnan(found.p_q) and np.isnan(found.p_likelihood_ratio)
        assert found.q == pytest.approx(0) and found.likelihood_ratio == pytest.approx(0)
    np.testing.assert_allclose(homogeneity(counts[[2, 0, 1]]), found, **CLOSE)
    np.testing.assert_allclose(homogeneity(np.stack([counts, counts])).q, [found.q] * 2, **CLOSE)
    # One more condition without moves changes nothing.
    np.testing.assert_allclose(homogeneity(np.concatenate([counts, np.zeros((1, 4, 4))])), found, **CLOSE)


def test_equal_and_single_conditions_differ_in_nothing():
    moves = [[7.0, 3.0], [1.0, 5.0]]
    found = homogeneity([moves, moves])
    assert (found.likelihood_ratio, found.q, found.degrees) == (0, 0, 2)
    assert found.p_q == found.p_likelihood_ratio == 1
    alone = homogeneity([moves])
    assert alone.degrees == 0 and np.isnan(alone.p_q)


def test_one_region_has_no_neighbours_and_all_islands_are_refused():
    for n in (1, 3):
        with pytest.raises(MethodError, match="w links no regions"):
            spatial_markov(np.ones((2, n)), np.zeros((n, n)), 2)
    found = neighbour_mean(np.ones((2, 1)), [[0]])
    assert found.is_island.tolist() == [True] and np.isnan(found.mean).all()


def test_input_is_left_as_it_is():
    x, w = np.array([[3.0, 1, 2], [2, 4, 1]]), np.array([[0, 1, 0], [1, 0, 0], [2, 0, 0.0]])
    sparse, kept = csr_array(w), [x.copy(), w.copy()]
    spatial_markov(x, w, 2)
    spatial_markov(x, sparse, 2)
    for values, before in zip((x, w, sparse.toarray()), [*kept, kept[1]], strict=True):
        np.testing.assert_array_equal(values, before)


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf])
def test_value_that_is_not_finite_is_named(odd):
    x, w = np.ones((2, 3)), np.roll(np.eye(3), 1, axis=1)
    bad = x.copy()
    bad[1, 2] = odd
    with pytest.raises(MethodError, match=rf"x\[1, 2\] is {odd}: must be a finite number") as refused:
        spatial_markov(bad, w, 2)
    assert refused.value.position == (1, 2)
    w[2, 0] = odd
    with pytest.raises(MethodError, match=rf"w\[2, 0\] is {odd}: must be a finite number") as refused:
        spatial_markov(x, w, 2)
    assert refused.value.position == (2, 0)
    with pytest.raises(MethodError, match=rf"counts\[0, 0, 1\] is {odd}"):
        homogeneity([[[1, odd], [1, 1]]])


def test_bad_input_is_refused():
    x, w = np.ones((2, 3)), np.roll(np.eye(3), 1, axis=1)
    with pytest.raises(MethodError, match=r"w has shape \(2, 2\): must be \(3, 3\)"):
        spatial_markov(x, np.eye(2), 2)
    with pytest.raises(MethodError, match=r"w\[0, 0\] is 1.0: a region must not be its own neighbour"):
        spatial_markov(x, np.eye(3), 2)
    with pytest.raises(MethodError, match=r"w\[0, 1\] is -1.0: must not be negative"):
        spatial_markov(x, -w, 2)
    with pytest.raises(MethodError, match="lag_edges is 'lag'"):
        spatial_markov(x, w, 2, lag_edges="lag")
    with pytest.raises(MethodError, match="classes has 2 years"):
        spatial_markov(x, w, 2, lag=2)
    with pytest.raises(MethodError, match=r"classes has shape \(2, 1\), neighbours \(2, 2\)"):
        conditional_transitions([[0], [0]], [[0, 0], [0, 0]], 1, 1)
    with pytest.raises(MethodError, match=r"neighbours\[0, 1\] is 2.0"):
        conditional_transitions([[0, 0], [0, 0]], [[0, 2], [0, 0]], 1, 2)
    with pytest.raises(MethodError, match="matrices must be square"):
        homogeneity([[[1, 1]]])
