import numpy as np
import pytest

from nianjian.methods.checks import MethodError
from nianjian.methods.obstacle import obstacle

RANDOM = np.random.default_rng(0)
Z, W = RANDOM.random((4, 6, 5)), RANDOM.dirichlet(np.ones(5))


def test_by_hand():
    """Lacks 0.2 x 0.5, 0.3 x 1 and 0.5 x 0.2: 0.1, 0.3 and 0.1 of 0.5."""
    found = obstacle([[0.5, 0.0, 0.8]], [0.2, 0.3, 0.5])
    np.testing.assert_allclose(found.degree, [[0.2, 0.6, 0.2]])


def test_ranks_of_equal_obstacles_are_shared():
    assert obstacle([[0.5, 0.0, 0.5, 1.0]], [0.25] * 4).rank.tolist() == [[2, 1, 2, 4]]


def test_degrees_sum_to_one():
    found = obstacle(Z, W)
    np.testing.assert_allclose(found.degree.sum(axis=-1), 1)


def test_a_loop_gives_the_same():
    found = obstacle(Z, W).degree
    for at in np.ndindex(Z.shape):
        lack = [w * (1 - z) for w, z in zip(W, Z[at[:-1]], strict=True)]
        assert found[at] == pytest.approx(lack[at[-1]] / sum(lack))


def test_the_size_of_weights_and_the_order_of_regions_do_not_matter():
    found = obstacle(Z, W).degree
    np.testing.assert_allclose(obstacle(Z, W * 7).degree, found)
    np.testing.assert_array_equal(obstacle(Z[:, ::-1], W).degree, found[:, ::-1])


def test_who_lacks_nothing_has_no_obstacle():
    found = obstacle([[1.0, 1.0], [1.0, 0.0]], [0.5, 0.5])
    assert np.isnan(found.degree[0]).all() and found.rank[0].tolist() == [0, 0]
    # What weighs nothing is none either.
    assert np.isnan(obstacle([[0.0, 1.0]], [0.0, 1.0]).degree).all()


@pytest.mark.parametrize(
    ("z", "weights", "why"),
    [
        ([[0.5, 1.2]], [0.5, 0.5], r"z\[0, 1\] is 1.2: must lie in \[0, 1\]"),
        ([[0.5, np.nan]], [0.5, 0.5], r"z\[0, 1\] is nan"),
        ([[0.5, 0.2]], [0.5, -0.5], r"weights\[1\] is -0.5"),
        ([[0.5, 0.2]], [0.5], "has 1 values"),
    ],
)
def test_odd_input_is_named(z, weights, why):
    with pytest.raises(MethodError, match=why):
        obstacle(z, weights)
