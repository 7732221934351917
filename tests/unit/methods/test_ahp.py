import numpy as np
import pytest

from nianjian.methods.ahp import SOLUTIONS, ahp_weights
from nianjian.methods.checks import MethodError

# Saaty's judgements of drinks (coffee, wine, tea, beer, sodas, milk, water), whose weights he compares with measured
# consumption: 0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327; CR 0.022 (Saaty 2008, figure 3).
DRINKS = [
    [1, 9, 5, 2, 1, 1, 1 / 2],
    [1 / 9, 1, 1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9],
    [1 / 5, 3, 1, 1 / 3, 1 / 4, 1 / 3, 1 / 9],
    [1 / 2, 9, 3, 1, 1 / 2, 1, 1 / 3],
    [1, 9, 4, 2, 1, 2, 1 / 2],
    [1, 9, 3, 1, 1 / 2, 1, 1 / 3],
    [2, 9, 9, 3, 2, 3, 1],
]


def test_saaty_drinks():
    found = ahp_weights(DRINKS)
    np.testing.assert_allclose(found.weights, [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327], atol=0.0006)
    assert found.consistency_ratio == pytest.approx(0.022, abs=0.0005)


@pytest.mark.parametrize("solution", SOLUTIONS)
def test_consistent_judgements_give_their_weights(solution):
    weights = np.array([0.4, 0.3, 0.2, 0.1])
    found = ahp_weights(weights[:, None] / weights, solution)
    np.testing.assert_allclose(found.weights, weights)
    assert found.largest_eigenvalue == pytest.approx(4) and found.consistency_ratio == pytest.approx(
        0, abs=1e-12
    )


def test_the_order_of_indicators_does_not_matter():
    order = [3, 1, 6, 0, 2, 5, 4]
    found = ahp_weights(np.array(DRINKS)[np.ix_(order, order)])
    np.testing.assert_allclose(found.weights, ahp_weights(DRINKS).weights[order])


def test_one_and_two_indicators_are_always_consistent():
    assert ahp_weights([[1.0]]).weights.tolist() == [1]
    found = ahp_weights([[1, 4], [1 / 4, 1]])
    np.testing.assert_allclose(found.weights, [0.8, 0.2])
    assert found.consistency_ratio == 0


def test_rounded_reciprocals_pass():
    ahp_weights([[1, 3], [0.33, 1]])


@pytest.mark.parametrize(
    ("judgements", "why"),
    [
        ([[1, 9, 1 / 9], [1 / 9, 1, 9], [9, 1 / 9, 1]], "consistency ratio .* judge the pairs anew"),
        ([[1, 3], [1 / 2, 1]], r"judgements\[0, 1\] is 3.0: must be 1 over its opposite"),
        ([[2, 3], [1 / 3, 1]], r"judgements\[0, 0\]"),
        ([[1, 0], [0, 1]], r"judgements\[0, 1\] is 0.0: must be above 0"),
        ([[1, 2, 3], [0.5, 1, 1]], "must be square"),
        ([[1, np.nan], [1, 1]], "finite"),
        (np.ones((16, 16)), "at most 15"),
    ],
)
def test_odd_input_is_named(judgements, why):
    with pytest.raises(MethodError, match=why):
        ahp_weights(judgements)
