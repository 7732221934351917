import numpy as np
import pytest
from scipy.optimize import minimize

from nianjian.methods.checks import MethodError
from nianjian.methods.combined_weights import RULES, combined_weights

VECTORS = np.random.default_rng(0).dirichlet(np.ones(6), size=3)


@pytest.mark.parametrize("rule", RULES)
def test_combined_weights_sum_to_one_in_any_order(rule):
    found = combined_weights(VECTORS, rule)
    assert found.sum() == pytest.approx(1) and (found >= 0).all()
    np.testing.assert_allclose(combined_weights(VECTORS[::-1], rule), found)
    columns = [3, 1, 0, 5, 2, 4]
    np.testing.assert_allclose(combined_weights(VECTORS[:, columns], rule), found[columns])


@pytest.mark.parametrize("rule", RULES)
def test_the_same_vector_twice_is_that_vector(rule):
    np.testing.assert_allclose(combined_weights([VECTORS[0], VECTORS[0]], rule), VECTORS[0])


def test_by_hand():
    two = [[0.5, 0.5, 0.0], [0.2, 0.4, 0.4]]
    np.testing.assert_allclose(combined_weights(two), [0.35, 0.45, 0.2])
    np.testing.assert_allclose(combined_weights(two, shares=[3, 1]), [0.425, 0.475, 0.1])
    product = np.sqrt([0.1, 0.2, 0])
    np.testing.assert_allclose(combined_weights(two, "multiplicative"), product / product.sum())


def test_game_is_as_near_as_can_be_to_all():
    """Each first-order condition: the distance of the combination to w_l cannot be made smaller by moving along w_l."""
    a = np.linalg.solve(VECTORS @ VECTORS.T, (VECTORS**2).sum(axis=1))
    together = minimize(
        lambda a: ((VECTORS @ (a @ VECTORS) - (VECTORS**2).sum(axis=1)) ** 2).sum(), np.ones(3), tol=1e-14
    )
    np.testing.assert_allclose(together.x, a, atol=1e-4)
    np.testing.assert_allclose(combined_weights(VECTORS, "game"), np.abs(a) / np.abs(a).sum() @ VECTORS)


@pytest.mark.parametrize(
    ("weights", "rule", "shares", "why"),
    [
        ([[0.5, 0.5]], "additive", None, "two vectors or more"),
        ([[0.5, 0.5], [0.5, -0.5]], "additive", None, r"weights\[1, 1\] is -0.5"),
        ([[1.0, 0.0], [0.0, 1.0]], "multiplicative", None, "no indicator in common"),
        ([[0.5, 0.5], [0.2, 0.8]], "game", [1, 1], "no meaning"),
        ([[0.5, 0.5], [0.2, 0.8]], "additive", [1, 1, 1], r"must be \(2,\)"),
        ([[0.5, 0.5], [0.2, 0.8]], "additive", [0, 0], "all 0"),
        ([[0.5, 0.5], [0.2, 0.8]], "mean", None, "rule is 'mean'"),
    ],
)
def test_odd_input_is_named(weights, rule, shares, why):
    with pytest.raises(MethodError, match=why):
        combined_weights(weights, rule, shares)
