import itertools

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from nianjian.methods.checks import MethodError
from nianjian.methods.hot_spots import CORRECTIONS, ISLANDS, SELF_WEIGHTS, false_discovery, hot_spots
from nianjian.methods.neighbours import contiguity, row_standardised

# A path of five regions, high at one end.
PATH = contiguity([[0, 1], [1, 2], [2, 3], [3, 4]], 5)
X = np.array([9.0, 8.0, 5.0, 1.0, 2.0])
CLOSE = {"rtol": 0, "atol": 1e-9}


@st.composite
def cases(draw, least=3):
    n = draw(st.integers(least, 8))
    x = draw(st.lists(st.integers(-50, 50), min_size=n, max_size=n))
    assume(len(set(x)) > 1)
    weights = np.zeros((n, n))
    upper = np.triu_indices(n, 1)
    weights[upper] = draw(st.lists(st.integers(0, 5), min_size=len(upper[0]), max_size=len(upper[0])))
    return np.array(x, dtype=float), weights + weights.T


def test_by_hand():
    """Mean 5, s^2 = 10. Region 0: sum 17 of 2, variance (5 * 2 - 4) / 4; region 2: sum 14 of 3, 6 / 4."""
    z = hot_spots(X, PATH).z
    np.testing.assert_allclose(z[0], (17 - 10) / np.sqrt(10 * 6 / 4), **CLOSE)
    np.testing.assert_allclose(z[2], (14 - 15) / np.sqrt(10 * 6 / 4), **CLOSE)


def test_mean_and_variance_are_those_of_all_permutations():
    """The exact moments: over all 120 orders of x the sum has mean W times the mean, and z has variance 1."""
    weights = np.array(
        [[0, 0.2, 0, 3, 0], [0.2, 0, 1, 0, 0], [0, 1, 0, 0, 2], [3, 0, 0, 0, 1], [0, 0, 2, 1, 0]]
    )
    for self_weight in ("one", "row_max"):
        z = hot_spots(np.array(list(itertools.permutations(X))), weights, self_weight).z
        np.testing.assert_allclose(z.mean(axis=0), 0, **CLOSE)
        np.testing.assert_allclose(z.std(axis=0), 1, **CLOSE)


def test_an_island_has_its_standard_score():
    weights = contiguity([[0, 1], [1, 2], [2, 3]], 5)
    for self_weight in ("one", "row_max"):
        z = hot_spots(X, weights, self_weight).z
        np.testing.assert_allclose(z[4], (2 - 5) / np.sqrt(10), **CLOSE)


def test_dropped_islands_take_no_part():
    weights = contiguity([[0, 1], [1, 2], [2, 3]], 5)
    found, alone = hot_spots(X, weights, islands="drop"), hot_spots(X[:4], weights[:4, :4])
    np.testing.assert_allclose(found.z[:4], alone.z, **CLOSE)
    np.testing.assert_allclose(found.p_adjusted[:4], alone.p_adjusted, **CLOSE)
    assert np.isnan(found.z[4]) and np.isnan(found.p_adjusted[4]) and found.band[4] == 0
    none = hot_spots(X, np.zeros((5, 5)), islands="drop")
    assert np.isnan(none.z).all() and not none.band.any()


def test_bands_by_hand():
    x, triangle = np.array([10.0, 9, 8, 1, 1, 1, 1, 1, 1, 1]), contiguity([[0, 1], [1, 2], [0, 2]], 10)
    assert hot_spots(x, triangle).band.tolist() == [3, 3, 3, 0, 0, 0, 0, 0, 0, 0]
    assert hot_spots(-x, triangle).band.tolist() == [-3, -3, -3, 0, 0, 0, 0, 0, 0, 0]


@pytest.mark.parametrize("correction", CORRECTIONS)
def test_bands_by_p(correction):
    """Of many shuffles every class turns up, and follows from z and p: |z| of 1.645, 1.960 and 2.576."""
    random = np.random.default_rng(0)
    x = random.permuted(np.tile(np.append(X, [30.0, 31.0, 32.0]), (500, 1)), axis=1)
    found = hot_spots(x, contiguity([[i, i + 1] for i in range(7)], 8), correction=correction)
    p = found.p if correction == "none" else found.p_adjusted
    for band, low, high in ((0, 0.1, 1.1), (1, 0.05, 0.1), (2, 0.01, 0.05), (3, 0.0, 0.01)):
        here = (p > low) & (p <= high)
        assert (np.abs(found.band[here]) == band).all()
        assert correction == "fdr" or here.any()
    assert (np.sign(found.band) == np.sign(found.z))[found.band != 0].all()
    z = np.abs(found.z[found.p <= 0.05])
    assert (z >= 1.959964).all() and (np.abs(found.z[found.p > 0.05]) < 1.959964).all()


@given(cases(), st.floats(-100, 100), st.sampled_from([1e-200, 0.5, 1e200]))
def test_unit_and_origin_do_not_matter(case, origin, unit):
    x, weights = case
    np.testing.assert_allclose(
        hot_spots((x + origin) * unit, weights).z, hot_spots(x, weights).z, rtol=0, atol=1e-8
    )


@given(cases())
def test_the_low_is_the_high_turned_over(case):
    x, weights = case
    np.testing.assert_allclose(hot_spots(-x, weights).z, -hot_spots(x, weights).z, **CLOSE)


@given(cases(), st.randoms(use_true_random=False), st.sampled_from(SELF_WEIGHTS), st.sampled_from(ISLANDS))
def test_names_of_regions_do_not_matter(case, random, self_weight, islands):
    x, weights = case
    order = list(range(len(x)))
    random.shuffle(order)
    options = {"self_weight": self_weight, "islands": islands}
    found = hot_spots(x, weights, **options)
    again = hot_spots(x[order], weights[np.ix_(order, order)], **options)
    np.testing.assert_allclose(again.z, found.z[order], **CLOSE)
    np.testing.assert_allclose(again.p_adjusted, found.p_adjusted[order], **CLOSE)


@given(cases(), st.lists(st.floats(0.1, 9), min_size=8, max_size=8))
def test_a_factor_to_a_row_does_not_matter(case, factors):
    x, weights = case
    with_self = weights + np.eye(len(x))
    scaled = with_self * np.array(factors[: len(x)])[:, None]
    np.testing.assert_allclose(
        hot_spots(x, scaled, "diagonal").z, hot_spots(x, weights, "one").z, rtol=0, atol=1e-8
    )


def test_binary_and_standardised_weights_agree_by_the_row_maximum():
    np.testing.assert_allclose(
        hot_spots(X, row_standardised(PATH), "row_max").z, hot_spots(X, PATH, "one").z, **CLOSE
    )


@pytest.mark.parametrize("islands", ISLANDS)
def test_a_batch_is_as_its_series_alone(islands):
    x = np.random.default_rng(0).normal(size=(3, 4, 5))
    together = hot_spots(x, PATH, islands=islands)
    alone = hot_spots(x[2, 1], PATH, islands=islands)
    for name in together._fields:
        np.testing.assert_allclose(getattr(together, name)[2, 1], getattr(alone, name), **CLOSE)


@pytest.mark.parametrize("value", [0.0, 0.1, 1e300])
def test_a_constant_has_no_hot_spots(value):
    found = hot_spots(np.full(5, value), PATH)
    assert np.isnan(found.z).all() and np.isnan(found.p_adjusted).all() and not found.band.any()


def test_a_region_that_all_are_neighbours_of_is_undefined():
    everything = contiguity([[0, 1], [0, 2], [1, 2]], 3)
    assert np.isnan(hot_spots([1.0, 2.0, 3.0], everything).z).all()
    star = contiguity([[0, 1], [0, 2], [0, 3]], 4)
    assert np.isnan(hot_spots([1.0, 2.0, 3.0, 5.0], star).z).tolist() == [True, False, False, False]


def test_one_and_two_regions():
    assert np.isnan(hot_spots([3.0], [[0.0]]).z).all()
    assert np.isnan(hot_spots([3.0, 4.0], contiguity([[0, 1]], 2)).z).all()
    apart = hot_spots([3.0, 4.0], np.zeros((2, 2)))
    np.testing.assert_allclose(apart.z, [-1, 1])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_false_discovery_is_that_of_scipy(p):
    np.testing.assert_allclose(false_discovery(p), false_discovery_control(p), **CLOSE)


def test_false_discovery_leaves_unknown_ones_out():
    found = false_discovery([[0.04, np.nan, 0.01], [np.nan, np.nan, np.nan]])
    np.testing.assert_allclose(found, [[0.04, np.nan, 0.02], [np.nan] * 3])


@given(cases())
def test_the_correction_takes_bands_away_and_moves_no_z(case):
    plain, corrected = (hot_spots(*case, correction=correction) for correction in CORRECTIONS)
    np.testing.assert_array_equal(plain.z, corrected.z)
    assert (np.abs(corrected.band) <= np.abs(plain.band)).all()
    known = ~np.isnan(plain.p)
    assert (plain.p_adjusted[known] >= plain.p[known] - 1e-15).all()


@pytest.mark.parametrize(
    ("x", "weights", "why"),
    [
        ([1, np.nan, 3, 4, 5], PATH, r"x\[1\] is nan"),
        ([[1, 2, 3, 4, 5], [1, 2, 3, np.inf, 5]], PATH, r"x\[1, 3\] is inf"),
        ([1, 2, 3, 4], PATH, r"must be \(4, 4\)"),
        ([1, 2, 3, 4, 5], -PATH, "must not be negative"),
        ([1, 2, 3, 4, 5], PATH + np.eye(5), "no neighbour of itself"),
        ([1, 2, 3, 4, 5], np.full((5, 5), np.nan), "must be a finite number"),
    ],
)
def test_odd_input_is_named(x, weights, why):
    with pytest.raises(MethodError, match=why):
        hot_spots(x, weights)


@pytest.mark.parametrize("name", ["self_weight", "correction", "islands"])
def test_unknown_options_are_refused(name):
    with pytest.raises(MethodError, match=f"{name} is 'other'"):
        hot_spots(X, PATH, **{name: "other"})
