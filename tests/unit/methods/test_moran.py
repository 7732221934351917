import itertools

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nianjian.methods.checks import MethodError
from nianjian.methods.moran import DENOMINATORS, ISLANDS, TAILS, local_moran, moran
from nianjian.methods.neighbours import contiguity, row_standardised
from nianjian.methods.significance import false_discovery

PATH = contiguity([[0, 1], [1, 2], [2, 3], [3, 4]], 5)
X = np.array([9.0, 8.0, 5.0, 1.0, 2.0])
CLOSE = {"rtol": 0, "atol": 1e-9}


@st.composite
def cases(draw):
    n = draw(st.integers(4, 8))
    x = draw(st.lists(st.integers(-50, 50), min_size=n, max_size=n))
    assume(len(set(x)) > 1)
    weights = draw(st.lists(st.integers(0, 3), min_size=n * n, max_size=n * n))
    weights = np.array(weights, dtype=float).reshape(n, n) * ~np.eye(n, dtype=bool)
    assume(weights.any())
    return np.array(x, dtype=float), weights


def assert_same(found, expected):
    for name in found._fields:
        np.testing.assert_allclose(getattr(found, name), getattr(expected, name), err_msg=name, **CLOSE)


def test_by_hand():
    """z = 4, 3, 0, -4, -3; sum z^2 = 50; sum over links z_i z_j = 12 + 0 + 0 + 12, each both ways, S0 = 8."""
    found = moran(X, PATH)
    assert found.i == pytest.approx(5 / 8 * 48 / 50)
    assert found.expected == -1 / 4
    # S1 = 4 * 8 / 2 = 16, S2 = 4 (1 + 4 + 4 + 4 + 1) = 56.
    assert found.variance_normal == pytest.approx((25 * 16 - 5 * 56 + 3 * 64) / (24 * 64) - 1 / 16)


def test_local_by_hand():
    """z in units of s = sqrt(10): region 0 is 4 with the neighbour 3, region 3 is -4 with 0 and -3."""
    by_n = local_moran(X, PATH, "n", permutations=0)
    np.testing.assert_allclose(by_n.i * 10, [4 * 3, 3 * 4, 0, -4 * -3, -3 * -4], **CLOSE)
    np.testing.assert_allclose(by_n.lag * np.sqrt(10), [3, 4, -1, -3, -4], **CLOSE)
    by_n_minus_1 = local_moran(X, PATH, permutations=0)
    np.testing.assert_allclose(by_n_minus_1.i, by_n.i * 4 / 5, **CLOSE)
    assert by_n.quadrant.tolist() == [1, 1, 3, 3, 3]
    assert np.isnan(by_n.p_permuted).all()


def test_quadrants():
    # A ring of four pairs: high-high, low-high, low-low, high-low by the one neighbour.
    weights = np.zeros((8, 8))
    weights[[0, 1, 2, 3, 4, 5, 6, 7], [4, 5, 6, 7, 0, 2, 1, 3]] = 1
    x = np.array([5.0, -5.0, -4.0, 4.0, 6.0, 7.0, -6.0, -7.0])
    assert local_moran(x, weights, permutations=0).quadrant.tolist() == [1, 2, 3, 4, 1, 4, 3, 2]


def test_expectation_and_variance_are_those_of_all_permutations():
    """Randomisation: over all 120 orders of x, with weights that are neither symmetric nor equal."""
    weights = np.array(
        [[0, 0.2, 0, 3, 0], [1, 0, 1, 0, 0], [0, 1, 0, 0, 2], [3, 0, 0, 0, 1], [0, 5, 2, 1, 0]]
    )
    found = moran(np.array(list(itertools.permutations(X))), weights)
    assert found.i.mean() == pytest.approx(found.expected)
    np.testing.assert_allclose(found.variance_random, found.i.var(), **CLOSE)


def test_normal_variance_is_that_of_normal_samples():
    found = moran(np.random.default_rng(0).normal(size=(200_000, 5)), row_standardised(PATH))
    assert found.i.mean() == pytest.approx(found.expected, abs=0.002)
    assert found.i.var() == pytest.approx(found.variance_normal[0], rel=0.01)


@pytest.mark.parametrize("denominator", DENOMINATORS)
def test_local_ones_add_up_to_the_global_one(denominator):
    x = np.random.default_rng(1).lognormal(size=(6, 5))
    weights = row_standardised(PATH)
    total = local_moran(x, weights, denominator, permutations=0).i.sum(axis=-1)
    expected = moran(x, weights).i * weights.sum()
    np.testing.assert_allclose(total, expected * (1 if denominator == "n" else 4 / 5), **CLOSE)


@given(cases(), st.floats(-100, 100), st.sampled_from([1e-200, -0.5, 1e200]), st.sampled_from([1e-9, 7]))
def test_units_and_origin_do_not_matter(case, origin, unit, weight_unit):
    x, weights = case
    found, again = moran(x, weights), moran((x + origin) * unit, weights * weight_unit)
    for name in ("i", "variance_random", "variance_normal"):
        np.testing.assert_allclose(getattr(again, name), getattr(found, name), rtol=0, atol=1e-8)


@given(cases(), st.randoms(use_true_random=False), st.sampled_from(ISLANDS))
def test_names_of_regions_do_not_matter(case, random, islands):
    x, weights = case
    order = list(range(len(x)))
    random.shuffle(order)
    turned = x[order], weights[np.ix_(order, order)]
    assert_same(moran(*turned, islands=islands), moran(x, weights, islands=islands))
    found = local_moran(x, weights, islands=islands, permutations=0)
    again = local_moran(*turned, islands=islands, permutations=0)
    np.testing.assert_allclose(again.i, found.i[order], **CLOSE)
    np.testing.assert_array_equal(again.quadrant, found.quadrant[order])


@given(cases())
def test_only_the_sum_of_both_ways_matters_to_the_global_one(case):
    x, weights = case
    assert_same(moran(x, weights), moran(x, (weights + weights.T) / 2))


@given(cases())
def test_z_and_p_follow_from_their_parts(case):
    found = moran(*case)
    if found.variance_random > 1e-9:
        z = (found.i - found.expected) / np.sqrt(found.variance_random)
        assert found.z_random == pytest.approx(z)
    assert np.isnan(found.p_normal) or 0 <= found.p_normal <= 1


def test_islands_are_kept_or_dropped():
    weights = contiguity([[0, 1], [1, 2], [2, 3]], 5)
    dropped, alone = moran(X, weights, islands="drop"), moran(X[:4], weights[:4, :4])
    assert_same(dropped, alone)
    kept = moran(X, weights)
    assert kept.expected == -1 / 4 and kept.i != pytest.approx(dropped.i)
    local, of_four = local_moran(X, weights, islands="drop"), local_moran(X[:4], weights[:4, :4])
    assert_same(type(local)(*(values[:4] for values in local)), of_four)
    assert np.isnan(local.i[4]) and np.isnan(local.p_permuted[4]) and local.quadrant[4] == 0
    kept = local_moran(X, weights)
    assert (kept.i[4], kept.lag[4], kept.quadrant[4]) == (0, 0, 0) and np.isnan(kept.p_permuted[4])


@pytest.mark.parametrize("islands", ISLANDS)
def test_without_neighbours_nothing_is_defined(islands):
    found = moran(X, np.zeros((5, 5)), islands, permutations=9)
    assert np.isnan(found.i) and np.isnan(found.p_random) and np.isnan(found.p_permuted)
    local = local_moran(X, np.zeros((5, 5)), islands=islands, permutations=9)
    assert not local.quadrant.any() and np.isnan(local.p_permuted).all()


@pytest.mark.parametrize("value", [0.0, 0.1, 1e300])
def test_a_constant_has_no_autocorrelation(value):
    found = moran(np.full(5, value), PATH, permutations=9)
    assert all(np.isnan(part).all() for name, part in found._asdict().items() if name != "expected")
    local = local_moran(np.full(5, value), PATH, permutations=9)
    assert np.isnan(local.i).all() and not local.quadrant.any() and np.isnan(local.p_permuted).all()


def test_few_regions():
    one = moran([3.0], [[0.0]])
    assert np.isnan(one.i) and np.isnan(one.expected)
    assert np.isnan(local_moran([3.0], [[0.0]]).i).all()
    two = moran([3.0, 4.0], contiguity([[0, 1]], 2))
    assert (two.i, two.expected) == (-1, -1) and np.isnan(two.p_normal) and np.isnan(two.p_random)
    three = moran([3.0, 4.0, 6.0], contiguity([[0, 1], [1, 2]], 3))
    assert np.isfinite(three.p_normal) and np.isnan(three.p_random)


def test_all_neighbours_of_all_have_no_variance():
    everything = np.ones((5, 5)) - np.eye(5)
    found = moran(X, everything)
    assert found.i == pytest.approx(-1 / 4) and np.isnan(found.z_random) and np.isnan(found.p_normal)


@pytest.mark.parametrize("tails", TAILS)
def test_permutations_are_those_of_the_seed(tails):
    options = {"permutations": 199, "tails": tails}
    for method in (moran, local_moran):
        found = method(X, PATH, **options, seed=3)
        assert_same(method(X, PATH, **options, seed=3), found)
        assert (method(X, PATH, **options, seed=4).p_permuted != found.p_permuted).any()


def test_permutations_leave_the_state_of_numpy_alone():
    np.random.seed(0)
    expected = np.random.random()
    np.random.seed(0)
    moran(X, PATH, permutations=9)
    local_moran(X, PATH, permutations=9)
    assert np.random.random() == expected


def one_side(permuted, observed):
    """The share of all orders that are as far out as the observed value, on the side that has fewer; ties are."""
    return min((permuted >= observed - 1e-12).mean(), (permuted <= observed + 1e-12).mean())


@pytest.mark.parametrize("x", [X, [1.0, 0, 1, 0, 1], [1.0, 1, 0, 1, 0]])
def test_permuted_p_is_the_share_of_all_orders(x):
    """Values that repeat make ties, which count on both sides."""
    exact = one_side(moran(list(itertools.permutations(x)), PATH).i, moran(x, PATH).i)
    found = moran(x, PATH, permutations=99_999, tails="one").p_permuted
    assert found == pytest.approx(exact, abs=0.005)
    assert moran(x, PATH, permutations=99_999).p_permuted == pytest.approx(min(2 * found, 1))


def test_no_p_where_every_order_gives_the_same():
    """All border all, or there are but two: I says nothing, whatever x."""
    assert np.isnan(moran([3.0, 1, 4, 1, 5], 1 - np.eye(5), permutations=99).p_permuted)
    assert np.isnan(moran([1.0, 2], [[0, 1], [1, 0]], permutations=99).p_permuted)
    assert np.isnan(moran([3.0, 1, 4], 1 - np.eye(3), permutations=99).p_permuted)
    # On a line of three it does depend on who is in the middle.
    assert np.isfinite(moran([3.0, 1, 5], contiguity([[0, 1], [1, 2]], 3), permutations=99).p_permuted)
    assert np.isnan(local_moran([3.0, 1, 4, 1, 5], 1 - np.eye(5), permutations=99).p_permuted).all()
    # A region at the mean: I_i is 0 for every draw.
    assert np.isnan(local_moran([-1.0, 0, 1, 5, -5], PATH, permutations=99).p_permuted[1])


def test_local_permuted_p_is_the_share_of_all_draws():
    """Region 3 (-4) has the neighbours 0 and -3; of the 6 pairs of the others -3 with 0 is the lowest sum."""
    found = local_moran(X, PATH, permutations=99_999, tails="one")
    assert found.p_permuted[3] == pytest.approx(1 / 6, abs=0.005)
    # Region 0 (4) has one neighbour, 3, the highest of four others.
    assert found.p_permuted[0] == pytest.approx(1 / 4, abs=0.005)


@pytest.mark.parametrize("seed", range(4))
def test_local_permuted_p_is_exact_in_the_limit(seed):
    """Each region against all ordered draws of its neighbours; equal sums in another order are equal."""
    random = np.random.default_rng(seed)
    x = random.permutation([0.1, 0.2, 0.3, 0.7, 1.1, 2.3])
    weights = contiguity([[0, 1], [0, 2], [0, 3], [1, 2], [3, 4], [2, 5], [4, 5]], 6) * 0.1
    if seed > 1:
        weights *= random.uniform(0.5, 2, size=(6, 6))
    found = local_moran(x, weights, permutations=20_000, tails="one").p_permuted
    z = x - x.mean()
    for region in range(6):
        near = np.flatnonzero(weights[region])
        others = np.delete(z, region)
        draws = np.array(list(itertools.permutations(others, len(near))))
        permuted, observed = z[region] * draws @ weights[region, near], z[region] * weights[region] @ z
        assert found[region] == pytest.approx(one_side(permuted, observed), abs=0.015), region


@pytest.mark.parametrize(("tails", "sides"), [("one", 1), ("two", 2)])
def test_a_region_with_one_neighbour_cannot_be_rarer_than_one_in_its_others(tails, sides):
    n = 30
    weights = contiguity([[i, i + 1] for i in range(n - 1)], n)
    x = np.arange(float(n))
    x[:2] = -5, 99
    found = local_moran(x, weights, permutations=999, tails=tails)
    # Region 0 has one neighbour, the highest of 29; region 5 has two of 29 others: 406 pairs.
    assert found.p_least[[0, 5]] == pytest.approx([sides / 29, sides / 406])
    assert (found.p_permuted >= found.p_least).all()
    assert found.p_permuted[0] == pytest.approx(sides / 29, abs=0.02)
    np.testing.assert_allclose(found.p_adjusted, false_discovery(found.p_permuted))


def test_unequal_weights_tell_orders_apart():
    """Of two neighbours with unequal weights 4 x 3 orders of the others can be drawn, with equal ones 6 pairs."""
    equal, unequal = np.zeros((5, 5)), np.zeros((5, 5))
    equal[0, 1:3], unequal[0, 1:3] = 1, (1, 2)
    for weights, draws in ((equal, 6), (unequal, 12)):
        assert local_moran(X, weights, permutations=999, tails="one").p_least[0] == pytest.approx(1 / draws)


@pytest.mark.parametrize("size", [1e-200, 1e200])
def test_the_unit_of_weights_does_not_matter(size):
    for method in (moran, local_moran):
        found, scaled = method(X, PATH, permutations=9), method(X, PATH * size, permutations=9)
        np.testing.assert_allclose(
            scaled.i if method is moran else scaled.p_permuted,
            found.i if method is moran else found.p_permuted,
        )


def test_two_tails_are_at_most_all():
    p = [moran(X, PATH, permutations=2, seed=seed, tails="two").p_permuted for seed in range(40)]
    assert max(p) == 1


@pytest.mark.parametrize("permutations", [9, 99])
def test_no_pseudo_p_below_one_in_all(permutations):
    x = np.arange(40.0)
    weights = contiguity([[i, i + 1] for i in range(39)], 40)
    for tails, sides in (("one", 1), ("two", 2)):
        found = moran(x, weights, permutations=permutations, tails=tails).p_permuted
        assert found == pytest.approx(sides / (permutations + 1))


def test_a_batch_is_as_its_series_alone():
    x = np.random.default_rng(0).normal(size=(3, 4, 5))
    for method in (moran, local_moran):
        together, alone = method(x, PATH, permutations=49), method(x[2, 1], PATH, permutations=49)
        for name in together._fields:
            values = getattr(together, name)
            one = values if name == "expected" else values[2, 1]
            np.testing.assert_allclose(one, getattr(alone, name), err_msg=name, **CLOSE)


@pytest.mark.parametrize("method", [moran, local_moran])
@pytest.mark.parametrize(
    ("x", "weights", "why"),
    [
        ([1, np.nan, 3, 4, 5], PATH, r"x\[1\] is nan"),
        ([[1, 2, 3, 4, 5], [1, 2, 3, np.inf, 5]], PATH, r"x\[1, 3\] is inf"),
        ([1, 2, 3, 4], PATH, r"must be \(4, 4\)"),
        ([1, 2, 3, 4, 5], -PATH, "must not be negative"),
        ([1, 2, 3, 4, 5], PATH + np.eye(5), "no neighbour of itself"),
    ],
)
def test_odd_input_is_named(method, x, weights, why):
    with pytest.raises(MethodError, match=why):
        method(x, weights)


@pytest.mark.parametrize("method", [moran, local_moran])
def test_unknown_options_are_refused(method):
    for name in ("islands", "tails", "denominator")[: 2 if method is moran else 3]:
        with pytest.raises(MethodError, match=f"{name} is 'other'"):
            method(X, PATH, **{name: "other"})
    for permutations in (-1, 9.5, None):
        with pytest.raises(MethodError, match="permutations"):
            method(X, PATH, permutations=permutations)
