"""NaN and infinity are refused by every method, with the position; an empty array and a lack of axes too."""

import numpy as np
import pytest

from nianjian.methods import consistency, coupling, growth, inequality, normalise, scores, weights
from nianjian.methods.checks import MethodError

GOOD = np.array([[0.4, 0.1], [0.2, 0.3], [0.3, 0.9]])
EVEN, UP = [0.5, 0.5], [1, -1]
OF_MATRIX = {
    "min_max": lambda x: normalise.min_max(x, UP),
    "constant": normalise.constant,
    "entropy_weights": weights.entropy_weights,
    "equal_weights": weights.equal_weights,
    "cv_weights": weights.cv_weights,
    "critic_weights": weights.critic_weights,
    "weighted_sum": lambda x: scores.weighted_sum(x, EVEN),
    "topsis": lambda x: scores.topsis(x, EVEN, UP),
}
OF_LAST_AXIS = {
    "fixed_weights": lambda x: weights.fixed_weights(x / np.sum(x, axis=-1, keepdims=True)),
    "scaled_weights": weights.scaled_weights,
    "rank": scores.rank,
    "tier": lambda x: scores.tier(x, 2),
    "gini": inequality.gini,
    "dagum": lambda x: inequality.dagum(x, [0, 1]),
    "theil": inequality.theil,
    "coefficient_of_variation": inequality.coefficient_of_variation,
    "percentile_ratio": inequality.percentile_ratio,
    "coupling": lambda x: coupling.coupling(x, EVEN),
    "rank_consistency": lambda x: consistency.rank_consistency(x, GOOD),
    "average_annual_growth": lambda x: growth.average_annual_growth(x, GOOD, 2),
    "share": lambda x: growth.share(x, GOOD),
    "share_gap": lambda x: growth.share_gap(GOOD, x, 1.0),
}
SECOND_ARGUMENT = {
    "weights of weighted_sum": lambda w: scores.weighted_sum(GOOD, w),
    "weights of topsis": lambda w: scores.topsis(GOOD, w, UP),
    "direction of min_max": lambda d: normalise.min_max(GOOD, d),
    "direction of topsis": lambda d: scores.topsis(GOOD, EVEN, d),
    "weights of gini": lambda w: inequality.gini(GOOD, unit_weights=w),
    "groups of dagum": lambda g: inequality.dagum(GOOD, g),
    "contribution of coupling": lambda a: coupling.coupling(GOOD, a),
    "edges of band": lambda e: coupling.band([0.0], e),
}


def by_name(cases):
    return pytest.mark.parametrize("method", cases.values(), ids=cases)


@by_name(OF_MATRIX | {name: method for name, method in OF_LAST_AXIS.items() if name != "fixed_weights"})
@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf])
def test_value_is_named(method, odd):
    x = GOOD.copy()
    x[2, 1] = odd
    with pytest.raises(MethodError, match=rf"\[2, 1\] is {odd}: must be a finite number") as refused:
        method(x)
    assert refused.value.position == (2, 1)


@by_name(OF_MATRIX)
def test_value_in_a_batch_is_named(method):
    x = np.stack([GOOD, GOOD])
    x[1, 0, 1] = np.nan
    with pytest.raises(MethodError) as refused:
        method(x)
    assert refused.value.position == (1, 0, 1)


@by_name(SECOND_ARGUMENT)
@pytest.mark.parametrize("odd", [np.nan, np.inf])
def test_value_of_a_second_argument_is_named(method, odd):
    with pytest.raises(MethodError, match=rf"\[1\] is {odd}: must be a finite number") as refused:
        method([0.0, odd])
    assert refused.value.position == (1,)


def test_weights_that_are_not_finite_are_named():
    with pytest.raises(MethodError, match=r"weights\[1\] is nan"):
        weights.fixed_weights([0.5, np.nan])


@by_name(OF_MATRIX | OF_LAST_AXIS)
def test_valid_input_passes(method):
    method(GOOD)


@by_name(OF_MATRIX)
def test_vector_where_a_matrix_is_needed_is_refused(method):
    with pytest.raises(MethodError, match="needs at least 2 axes"):
        method([0.5, 0.5])


@by_name(OF_MATRIX | OF_LAST_AXIS)
def test_nothing_is_refused(method):
    with pytest.raises(MethodError, match="has shape"):
        method(np.empty((0, 2)))


def test_error_is_a_value_error_and_the_first_fault_is_reported():
    with pytest.raises(ValueError) as refused:
        scores.rank([1.0, np.nan, np.inf])
    assert refused.value.position == (1,)
