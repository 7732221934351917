import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianjian.methods import neighbours
from nianjian.methods.checks import MethodError

# Four places on a line: 0, 1, 3 and 7.
LINE = np.abs(np.subtract.outer([0.0, 1.0, 3.0, 7.0], [0.0, 1.0, 3.0, 7.0]))
points = st.integers(2, 9).flatmap(
    lambda n: st.tuples(*[st.lists(st.integers(-800, 800), min_size=n, max_size=n, unique=True)] * 2)
)


def test_contiguity_is_symmetric_whatever_the_order():
    expected = [[0, 1, 0], [1, 0, 1], [0, 1, 0]]
    for pairs in ([[0, 1], [1, 2]], [[1, 0], [2, 1]], [[0, 1], [1, 0], [1, 2]]):
        assert neighbours.contiguity(pairs, 3).tolist() == expected
    assert neighbours.contiguity([], 2).tolist() == [[0, 0], [0, 0]]


@pytest.mark.parametrize(
    ("pairs", "why"),
    [
        ([[0, 1], [2, 2]], r"pairs\[1\] is 2.0: a region is no neighbour of itself"),
        ([[0, 1], [0, 3]], r"pairs\[1, 1\] is 3.0: must be a whole number in 0..2"),
        ([[0, -1]], r"pairs\[0, 1\]"),
        ([[0, 0.5]], r"pairs\[0, 1\]"),
        ([[0, np.nan]], r"pairs\[0, 1\]"),
        ([[0, 1, 2]], "must be"),
        ([0, 1], "must be"),
    ],
)
def test_pairs_that_are_none_are_named(pairs, why):
    with pytest.raises(MethodError, match=why):
        neighbours.contiguity(pairs, 3)


def test_by_distance():
    near = neighbours.inverse_distance(LINE, threshold=2) > 0
    assert near.tolist() == [[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 0]]
    np.testing.assert_allclose(neighbours.inverse_distance(LINE, 2, 4)[2], [1 / 9, 1 / 4, 0, 1 / 16])
    assert neighbours.nearest(LINE, 1).tolist() == [[0, 1, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]]
    assert neighbours.nearest(LINE, 3).sum() == 12


def test_of_equally_near_the_first_is_taken():
    assert neighbours.nearest([[0, 1, 1], [1, 0, 1], [1, 1, 0]], 1).argmax(axis=1).tolist() == [1, 0, 0]


@given(points)
def test_distances_are_a_metric(at):
    longitude, latitude = np.array(at[0]) / 10, np.array(at[1]) / 10
    found = neighbours.distances(longitude, latitude)
    assert (np.diagonal(found) == 0).all()
    np.testing.assert_allclose(found, found.T, atol=1e-9)
    assert (found[:, None, :] <= found[:, :, None] + found[None] + 1e-6).all()


@given(points)
def test_rows_are_standardised_and_islands_stay(at):
    distance = neighbours.distances(np.array(at[0]) / 10, np.array(at[1]) / 10)
    weights = np.where((distance > 0) & (distance <= 900), 1.0, 0.0)
    sums = neighbours.row_standardised(weights).sum(axis=1)
    np.testing.assert_allclose(sums, weights.any(axis=1))


def test_the_weight_for_oneself_makes_no_neighbour():
    assert neighbours.alone(neighbours.links(np.array([[1.0, 0], [2, 3]]))).tolist() == [True, False]


@pytest.mark.parametrize(
    ("weights", "why"),
    [
        ([[0, 1], [-1, 0]], r"weights\[1, 0\] is -1.0: must not be negative"),
        ([[0, np.nan], [1, 0]], r"weights\[0, 1\] is nan"),
        ([[0, 1], [1, 2]], r"weights\[1, 1\] is 2.0: a region is no neighbour of itself"),
        ([[0, 1, 1], [1, 0, 1]], r"must be \(2, 2\)"),
        ([0, 1], "at least 2 axes"),
    ],
)
def test_weights_that_are_none_are_named(weights, why):
    with pytest.raises(MethodError, match=why):
        neighbours.row_standardised(weights)


@pytest.mark.parametrize(
    "call",
    [
        lambda: neighbours.inverse_distance(LINE, threshold=0),
        lambda: neighbours.inverse_distance(LINE, threshold=np.nan),
        lambda: neighbours.inverse_distance(LINE[:2]),
        lambda: neighbours.inverse_distance(-LINE),
        lambda: neighbours.inverse_distance(LINE, 0),
        lambda: neighbours.inverse_distance(LINE * [[1, 0, 1, 1]] * [[1], [0], [1], [1]]),
        lambda: neighbours.nearest(LINE, 0),
        lambda: neighbours.nearest(LINE, 4),
        lambda: neighbours.distances([110.0, 111.0], [30.0]),
        lambda: neighbours.distances([[110.0]], [[30.0]]),
    ],
)
def test_bad_distances_and_options_are_refused(call):
    with pytest.raises(MethodError):
        call()
