from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianjian.methods import geodetector
from nianjian.methods.checks import MethodError
from nianjian.methods.strata import EDGE_SIDES, METHODS, best_cut, cut

whole = st.integers(-30, 30).map(float)
factors = st.lists(whole, min_size=1, max_size=12).map(np.array)
methods, sides = st.sampled_from(METHODS[:3]), st.sampled_from(EDGE_SIDES)


def squares_inside(x, codes):
    return sum(((x[codes == h] - x[codes == h].mean()) ** 2).sum() for h in np.unique(codes))


def least_squares(x, k):
    """Smallest sum of squares over every way to cut the distinct values."""
    distinct = np.unique(x)
    ways = combinations(distinct[1:], min(k, len(distinct)) - 1)
    return min(squares_inside(x, np.searchsorted(way, x, side="right")) for way in ways)


@pytest.mark.parametrize(
    "method, lower, upper",
    [
        # Edges at the 3rd and 5th of 7 values.
        ("quantile", [0, 0, 0, 1, 1, 2, 2], [0, 0, 1, 1, 2, 2, 2]),
        ("natural", [0, 0, 0, 0, 1, 1, 2], [0, 0, 0, 0, 1, 1, 2]),
        # Edges 3 and 9.
        ("equal", [0, 0, 0, 0, 1, 1, 2], [0, 0, 0, 1, 1, 2, 2]),
    ],
)
def test_by_hand(method, lower, upper):
    x = [-3.0, 0.0, 2.0, 3.0, 7.0, 9.0, 15.0]
    assert cut(x, 3, method).codes.tolist() == lower
    assert cut(x, 3, method, "upper").codes.tolist() == upper


def test_edges_by_hand():
    x = [-3.0, 0.0, 2.0, 3.0, 7.0, 9.0, 15.0]
    assert cut(x, 3, "quantile").edges.tolist() == [2, 7]
    assert cut(x, 3, "equal").edges.tolist() == [3, 9]
    assert cut(x, 3, "natural").edges.tolist() == [3, 9]
    assert cut(x, 3, "natural", "upper").edges.tolist() == [7, 15]
    assert cut(x, 4, "quantile").edges.tolist() == [1, 3, 8]


def test_an_edge_meant_to_be_a_value_is_it():
    """1000 ** (1 / 3) falls short of 10, and of three quarters of 0.4 something is missing too."""
    thousand = cut([1.0, 10.0, 100.0, 1000.0], 3, "geometric")
    assert thousand.codes.tolist() == [0, 0, 1, 2]
    assert cut([1.0, 10.0, 100.0, 1000.0], 3, "geometric", "upper").codes.tolist() == [0, 1, 2, 2]
    for unit in (1e-9, 0.1, 0.3, 1.0, 7e12):
        tenths = np.arange(11) * unit
        assert np.bincount(cut(tenths, 5, "equal").codes).tolist() == [3, 2, 2, 2, 2], unit
        assert np.bincount(cut(tenths, 5, "quantile").codes).tolist() == [3, 2, 2, 2, 2], unit
        assert np.bincount(cut(tenths, 5, "equal", "upper").codes).tolist() == [2, 2, 2, 2, 3], unit


@given(factors, st.integers(1, 7), methods, sides)
def test_strata_are_numbered_in_order_and_edges_give_them(x, k, method, side):
    found = cut(x, k, method, side)
    order = np.argsort(x, kind="stable")
    assert (np.diff(found.codes[order]) >= 0).all()
    assert set(found.codes) == set(range(len(found.edges) + 1))
    assert len(found.edges) < k
    numpy_side = "left" if side == "lower" else "right"
    np.testing.assert_array_equal(np.searchsorted(found.edges, x, side=numpy_side), found.codes)
    for value in np.unique(x):
        assert len(set(found.codes[x == value])) == 1


@given(factors, st.integers(1, 7), methods, sides, st.sampled_from([1e-6, 0.1, 1.0, 1e7]), whole)
def test_unit_and_origin_do_not_matter(x, k, method, side, unit, origin):
    if method == "natural":  # equal sums are parted by rounding: only the sum is the same
        here, there = cut(x, k, method, side), cut((x + origin) * unit, k, method, side)
        assert squares_inside(x, there.codes) == pytest.approx(squares_inside(x, here.codes), abs=1e-9)
    else:
        np.testing.assert_array_equal(
            cut((x + origin) * unit, k, method, side).codes, cut(x, k, method, side).codes
        )


@given(factors, st.integers(1, 7), methods)
def test_turned_around_the_side_of_edges_changes(x, k, method):
    if method != "natural":
        lower, upper = cut(x, k, method, "lower"), cut(-x, k, method, "upper")
        np.testing.assert_array_equal(upper.codes, len(lower.edges) - lower.codes)


@given(factors, st.integers(1, 5))
def test_natural_has_the_least_squares_of_all_cuts(x, k):
    found = cut(x, k, "natural").codes
    assert squares_inside(x, found) == pytest.approx(least_squares(x, k), rel=1e-9, abs=1e-9)
    assert found.max() + 1 == min(k, len(np.unique(x)))


@pytest.mark.parametrize("origin", [0.0, 1e6, -1e9])
def test_natural_far_from_zero(origin):
    random = np.random.default_rng(3)
    x = np.concatenate([random.normal(c, 0.1, 9) for c in (0.0, 1.0, 2.0, 40.0)])
    assert np.bincount(cut(origin + x, 4, "natural").codes).tolist() == [9, 9, 9, 9]


@pytest.mark.parametrize("side", EDGE_SIDES)
@pytest.mark.parametrize("method", METHODS)
def test_odd_factors(method, side):
    assert cut([0.1, 0.1, 0.1], 4, method, side).codes.tolist() == [0, 0, 0]
    assert len(cut([0.1, 0.1, 0.1], 4, method, side).edges) == 0
    assert cut([5.0], 3, method, side).codes.tolist() == [0]
    assert cut([2.0, 1.0], 2, method, side).codes.tolist() == [1, 0]
    assert cut([2.0, 1.0, 7.0], 1, method, side).codes.tolist() == [0, 0, 0]
    # Two distinct values, eight strata asked for.
    assert cut([1.0, 1.0, 1.0, 9.0], 8, method, side).codes.tolist() == [0, 0, 0, 1]


def test_ties_at_every_edge():
    x = np.repeat([1.0, 2.0, 3.0, 4.0], [1, 5, 5, 1])
    assert np.bincount(cut(x, 4).codes).tolist() == [6, 5, 1]
    assert np.bincount(cut(x, 4, edge_side="upper").codes).tolist() == [1, 5, 6]
    assert cut(x, 4, "natural").codes.tolist() == [0] + [1] * 5 + [2] * 5 + [3]


def test_gaps_drop_strata():
    found = cut([0.0, 1.0, 2.0, 100.0], 10, "equal")
    assert found.codes.tolist() == [0, 0, 0, 1]
    assert found.edges.tolist() == [10]


@pytest.mark.parametrize("size", [1e-300, 1e300])
def test_tiny_and_huge_factors(size):
    x = np.array([1.0, 1.1, 1.2, 5.0, 5.1, 9.0]) * size / 10
    for method in ("natural", "equal"):
        assert cut(x, 3, method).codes.tolist() == [0, 0, 0, 1, 1, 2]
    assert cut(x, 3, "geometric").codes.tolist() == [0, 0, 0, 1, 1, 1]  # nothing between 2.1 and 4.3
    with pytest.raises(MethodError, match="spans more"):
        cut([-1.7e308, 1.7e308], 2)


def test_input_is_checked():
    with pytest.raises(MethodError, match=r"x\[1\] is nan") as refused:
        cut([1.0, np.nan], 2)
    assert refused.value.position == (1,)
    with pytest.raises(MethodError, match=r"x\[1\] is 0.0: must be above 0"):
        cut([1.0, 0.0], 2, "geometric")
    with pytest.raises(MethodError, match="k is 0"):
        cut([1.0], 0)
    with pytest.raises(MethodError, match="k is 2.5"):
        cut([1.0], 2.5)
    with pytest.raises(MethodError, match="must be one factor"):
        cut([[1.0]], 2)
    with pytest.raises(MethodError, match="method is 'jenks'"):
        cut([1.0], 2, "jenks")
    with pytest.raises(MethodError, match="edge_side is 'left'"):
        cut([1.0], 2, edge_side="left")
    with pytest.raises(MethodError, match="needs at least"):
        cut([], 2)


@given(st.lists(whole, min_size=6, max_size=6, unique=True), st.permutations(range(6)))
def test_best_has_the_largest_q_of_all_tried(y, order):
    x, y = np.array(order, dtype=float) ** 2, np.array(y)
    found = best_cut(y, x, [2, 3, 4])
    each = {
        (method, k): geodetector.factors(y, cut(x, k, method).codes).q[0]
        for method in ("quantile", "natural", "equal")
        for k in (2, 3, 4)
    }
    np.testing.assert_allclose(found.q_by_candidate.ravel(), list(each.values()))
    assert found.tried == len(each)
    assert found.q == pytest.approx(max(each.values()))
    assert each[found.method, found.k] == found.q
    np.testing.assert_array_equal(found.codes, cut(x, found.k, found.method).codes)


def test_best_of_equals_is_the_smallest_k_and_the_first_method():
    found = best_cut([1.0, 1.0, 5.0, 5.0], [1.0, 2.0, 3.0, 4.0], [4, 3, 2], ("equal", "quantile"))
    assert (found.method, found.k, found.q, found.tried) == ("equal", 2, 1, 6)


def test_best_of_a_shuffled_outcome_is_far_above_that_of_one_cut():
    """What choosing does: no factor explains a shuffled outcome."""
    random = np.random.default_rng(4)
    x = random.lognormal(size=31)
    shuffled = [random.permutation(x) for _ in range(50)]
    chosen = np.mean([best_cut(y, x, range(3, 9)).q for y in shuffled])
    given_before = np.mean([geodetector.factors(y, cut(x, 4).codes).q[0] for y in shuffled])
    assert chosen > 2 * given_before


def test_best_refuses():
    with pytest.raises(MethodError, match="y is constant"):
        best_cut([1.0, 1.0], [1.0, 2.0], [2])
    with pytest.raises(MethodError, match="methods is empty"):
        best_cut([1.0, 2.0], [1.0, 2.0], [2], ())
    with pytest.raises(MethodError, match="ks has shape"):
        best_cut([1.0, 2.0], [1.0, 2.0], [])
    with pytest.raises(MethodError, match=r"ks\[1\] is 2.5"):
        best_cut([1.0, 2.0], [1.0, 2.0], [2, 2.5])
    with pytest.raises(MethodError, match=r"x\[0\] is nan"):
        best_cut([1.0, 2.0], [np.nan, 2.0], [2])
