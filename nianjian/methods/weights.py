"""Weights of indicators. A constant column has weight 0; the others sum to 1. If all are constant, all
weights are 0: the caller reports that as a finding. The order of rows changes nothing, not even the last digit."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from nianjian.methods.checks import Floats, MethodError, finite, non_negative
from nianjian.methods.normalise import constant
from nianjian.methods.scaling import entropy_excess, in_one_order, mean_of, near_one

VERSION = "1.1"

ROUNDING = 1e-12
SUM_TOLERANCE = 1e-9


class EntropyWeights(NamedTuple):
    """Each (..., m): weight, entropy E in [0, 1], divergence d = 1 - E."""

    weights: Floats
    entropy: Floats
    divergence: Floats


def entropy_weights(z: ArrayLike, shift: float = 0.0) -> EntropyWeights:
    """Entropy weights: P = (z + shift) / sum; E = -(1 / ln n) sum P ln P; d = 1 - E; w = d / sum d.

    Shapes: z (..., n, m), normalised and not negative -> three arrays (..., m). n is the number of rows
    passed, 0 ln 0 = 0. `shift` is added to every z before P is formed (0: nothing is added).
    A constant column, before the shift, has E = 1, d = 0 and w = 0 exactly; so has every column when n = 1.
    If no column carries information, all weights are 0. d is worked out as the mean of t ln t over ln n, t = z / mean
    (Theil's T over ln n), which is the same and does not cancel for values that are nearly equal.
    Errors: NaN, infinity, a negative z or shift, E outside [0, 1].
    Source: Shannon (1948); as used in Regional Economic Review 2025 no. 3, article ai, line 6041 and bth line 11792.

    >>> w = entropy_weights([[0.0, 1.0, 0.0], [1.0, 0.5, 0.0], [0.5, 0.0, 0.0], [1.0, 1.0, 0.0]])
    >>> w.weights.round(4)
    array([0.5, 0.5, 0. ])
    >>> w.entropy.round(4)
    array([0.761, 0.761, 1.   ])
    """
    z = non_negative(z, "z", least_axes=2)
    if not (np.isfinite(shift) and shift >= 0):
        raise MethodError(f"shift is {shift}: must be a finite number, not negative")
    informative = ~constant(z)
    # Columns as series, sorted: sums are then the same in whatever order rows come.
    series = np.sort(np.swapaxes(near_one(z + shift, axis=-2), -1, -2), axis=-1)
    mean = mean_of(series)
    deviation = np.divide(series - mean, mean, out=np.zeros_like(series), where=informative[..., None])
    # With one row no column is informative; ln 2 only avoids 0 / 0.
    divergence = entropy_excess(deviation).mean(axis=-1) / np.log(max(z.shape[-2], 2))
    if divergence.min() < -ROUNDING or divergence.max() > 1 + ROUNDING:
        raise MethodError(f"1 - E from {divergence.min()} to {divergence.max()}: must lie in [0, 1]")
    divergence = np.clip(divergence, 0.0, 1.0)
    return EntropyWeights(_to_sum_one(divergence), 1.0 - divergence, divergence)


def equal_weights(z: ArrayLike) -> Floats:
    """Equal weights over the columns that are not constant: 1 / (their number), 0 for a constant column.

    Shapes: z (..., n, m) -> (..., m). Errors: NaN or infinity.

    >>> equal_weights([[0.0, 1.0, 0.0], [1.0, 0.5, 0.0]])
    array([0.5, 0.5, 0. ])
    """
    return _to_sum_one((~constant(z)).astype(float))


def fixed_weights(weights: ArrayLike) -> Floats:
    """Weights given by the system, checked and returned as floats.

    Shapes: (..., m) -> (..., m). Errors: NaN, infinity, a negative weight, a sum that differs from 1 by over
    1e-9.

    >>> fixed_weights([0.15, 0.15, 0.25, 0.25, 0.20])
    array([0.15, 0.15, 0.25, 0.25, 0.2 ])
    """
    weights = non_negative(weights, "weights")
    for position, total in np.ndenumerate(weights.sum(axis=-1)):
        if abs(total - 1) > SUM_TOLERANCE:
            raise MethodError(f"weights sum to {total}: must sum to 1", position or None)
    return weights.copy()


def scaled_weights(points: ArrayLike) -> Floats:
    """Weights given by the system up to their sum: w = p / sum p.

    For points, and for weights as they are printed: rounded, so that they sum to 1 only nearly.
    Shapes: (..., m) -> (..., m). Points multiplied by a constant give the same weights. Errors: NaN, infinity,
    negative points, points that are all 0.

    >>> scaled_weights([2, 1, 1])
    array([0.5 , 0.25, 0.25])
    """
    points = non_negative(points, "points")
    for position, total in np.ndenumerate(points.sum(axis=-1)):
        if total == 0:
            raise MethodError("points are all 0: nothing to weigh by", position or None)
    return _to_sum_one(points)


def cv_weights(z: ArrayLike) -> Floats:
    """Weights by the coefficient of variation: v = s / mean; w = v / sum v.

    Shapes: z (..., n, m), not negative -> (..., m). The divisor of s (n or n - 1) cancels in w, so it is no
    option. A column multiplied by a constant keeps its weight. Errors: NaN, infinity, a negative z.
    Source: the 变异系数法 of Chinese index studies.

    >>> cv_weights([[1.0, 1.0, 4.0], [3.0, 2.0, 4.0]]).round(4)
    array([0.6, 0.4, 0. ])
    """
    z = in_one_order(near_one(non_negative(z, "z", least_axes=2), axis=-2))
    # A column that is not constant has a mean above 0.
    variation = np.divide(_deviation(z), z.mean(axis=-2), out=np.zeros(_columns(z)), where=~constant(z))
    return _to_sum_one(variation)


def critic_weights(z: ArrayLike) -> Floats:
    """CRITIC weights: C_j = s_j sum_k (1 - r_jk); w = C / sum C, with r the correlation of columns j and k.

    Shapes: z (..., n, m) -> (..., m). The divisor of s (n or n - 1) cancels in w, so it is no option.
    A constant column has no correlation: weight 0, and it is left out of the sums of the others. If all
    columns agree perfectly (or there is only one) there is no conflict to tell them apart, and w = s / sum s.
    Errors: NaN or infinity. Source: Diakoulaki, Mavrotas and Papayannakis (1995).

    >>> critic_weights([[0.0, 0.0, 1.0], [0.5, 1.0, 0.0], [1.0, 0.5, 0.0]]).round(4)
    array([0.2617, 0.2617, 0.4766])
    """
    z = finite(z, "z", least_axes=2)
    # Its s counts in the unit of z: all columns are scaled alike.
    z = in_one_order(near_one(z, axis=(-2, -1)))
    deviation, correlation = _deviation(z), _correlation(z)
    informative = ~constant(z)
    both = informative[..., None, :] & informative[..., :, None]
    conflict = np.where(both, 1.0 - correlation, 0.0).sum(axis=-1)
    # Below this, 1 - r is the rounding of r alone, and must not decide a weight.
    conflict = np.where(conflict > ROUNDING * z.shape[-1], conflict, 0.0)
    agree = ~(conflict > 0).any(axis=-1, keepdims=True)
    return _to_sum_one(deviation * np.where(agree, 1.0, conflict))


def principal_component_weights(z: ArrayLike, least_share: float = 0.85) -> Floats:
    """Weights by principal components: of the correlation matrix, the components that together explain `least_share`.

    With eigenvalues l_k and unit eigenvectors a_k (each turned so that its coefficients sum to at least 0):
    c_j = |sum_k l_k a_jk| / sum_k l_k over the components kept; w = c / sum c.

    Shapes: z (..., n, m) -> (..., m). A constant column has weight 0 and takes no part. least_share: components are
    kept, from the largest, until their share of the variance reaches it; 1 keeps all.
    Errors: NaN, infinity, least_share not in (0, 1]. Source: Jolliffe (2002); the 主成分分析法 of Chinese index studies.

    >>> principal_component_weights([[0.0, 0.0, 1.0], [0.5, 0.6, 0.0], [1.0, 0.9, 0.2], [0.2, 0.1, 0.7]]).round(4)
    array([0.3342, 0.3451, 0.3207])
    """
    if not 0 < least_share <= 1:
        raise MethodError(f"least_share is {least_share}: must lie in (0, 1]")
    z = in_one_order(near_one(finite(z, "z", least_axes=2), axis=-2))
    correlation = _correlation(z)
    values, vectors = np.linalg.eigh(correlation)
    values, vectors = np.flip(np.maximum(values, 0), -1), np.flip(vectors, -1)
    total = values.sum(axis=-1, keepdims=True)
    share = np.divide(values, total, out=np.zeros_like(values), where=total > 0)
    before = np.cumsum(share, axis=-1) - share
    kept = np.where(before < least_share - ROUNDING, share, 0.0)
    turned = vectors * np.where(vectors.sum(axis=-2, keepdims=True) < -ROUNDING, -1.0, 1.0)
    return _to_sum_one(np.where(constant(z), 0.0, np.abs((turned * kept[..., None, :]).sum(axis=-1))))


def scatter_weights(z: ArrayLike) -> Floats:
    """Weights that spread regions and years the most (纵横向拉开档次法): the scores' sum of squares over all years.

    w is the eigenvector of the largest eigenvalue of H = sum_t Z_t' Z_t, over its sum. Of z that are not negative H is not
    either, and neither is w.

    Shapes: z (..., n, m) normalised and not negative, the rows of all years stacked (H is the same) -> (..., m).
    A column of zeros has weight 0. Columns that do not vary together with any other can leave w undetermined, where two
    eigenvalues are equal: the first is taken. Errors: NaN, infinity, a negative z.
    Source: 郭亚军 (2002).

    >>> scatter_weights([[0.0, 0.2], [1.0, 0.5], [0.6, 1.0]]).round(4)
    array([0.508, 0.492])
    """
    z = in_one_order(near_one(non_negative(z, "z", least_axes=2), axis=(-2, -1)))
    z = np.where(constant(z)[..., None, :], 0.0, z)
    _, vectors = np.linalg.eigh(np.swapaxes(z, -1, -2) @ z)
    weights = np.where(constant(z), 0.0, np.abs(vectors[..., -1]))
    return _to_sum_one(weights)


def _columns(z: Floats) -> tuple[int, ...]:
    return z.shape[:-2] + z.shape[-1:]


def _deviation(z: Floats) -> Floats:
    """Standard deviation of each column, exactly 0 for a constant one."""
    return np.where(constant(z), 0.0, z.std(axis=-2))


def _correlation(z: Floats) -> Floats:
    """Correlation of the columns, 0 with a constant one (its own included)."""
    standard = np.divide(
        z - z.mean(axis=-2, keepdims=True),
        _deviation(z)[..., None, :],
        out=np.zeros_like(z),
        where=~constant(z)[..., None, :],
    )
    return np.swapaxes(standard, -1, -2) @ standard / z.shape[-2]


def _to_sum_one(raw: Floats) -> Floats:
    total = raw.sum(axis=-1, keepdims=True)
    return np.divide(raw, total, out=np.zeros_like(raw), where=total > 0)
