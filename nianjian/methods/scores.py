"""Scores of regions from indicators and weights, and their ranks and tiers."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nianjian.methods.checks import Floats, MethodError, columns_of, finite, option, refuse
from nianjian.methods.normalise import constant
from nianjian.methods.scaling import near_one

VERSION = "1.1"

Options = Mapping[str, Any]
TIES = ("min", "max", "average", "dense", "ordinal")


def weighted_sum(z: ArrayLike, weights: ArrayLike) -> Floats:
    """Weighted sum of the columns: sum_j w_j z_ij.

    Shapes: z (..., n, m), weights (..., m) -> (..., n), in the unit of z. Leading axes broadcast; weights may
    have more of them than z: weights (1000, 1, m) score the 14 years of z (14, n, m) under 1,000 schemes ->
    (1000, 14, n).
    Errors: NaN or infinity, unequal numbers of columns.

    >>> weighted_sum([[0.0, 1.0], [1.0, 0.5]], [0.25, 0.75])
    array([0.75 , 0.625])
    """
    z = finite(z, "z", least_axes=2)
    return _weigh(z, columns_of(weights, z, "weights"))


def topsis(
    x: ArrayLike, weights: ArrayLike, direction: ArrayLike, norm: str = "vector", weighting: str = "matrix"
) -> Floats:
    """TOPSIS closeness d- / (d+ + d-), from the distances to the best and the worst value of each column.

    Shapes: x (..., n, m), weights (..., m), direction (m,) of +1 or -1 -> (..., n) in [0, 1], no unit.
    Leading axes broadcast as in `weighted_sum`. Best and worst are those of the n rows.
    norm: `vector` x / sqrt(sum x^2), a zero column stays 0; `min_max`; `none` (x is used as it is).
    weighting: `matrix` weights v before the distance, d^2 = sum (w v - w v*)^2; `distance` weights inside it,
    d^2 = sum w (v - v*)^2. A constant column adds nothing. Rows that are all equal (d+ + d- = 0) have
    closeness 0.
    Errors: NaN, infinity, a negative weight, another direction or option, unequal numbers of columns.
    Source: Hwang and Yoon (1981).

    >>> topsis([[1.0, 9.0], [2.0, 5.0], [3.0, 7.0]], [0.5, 0.5], [1, -1]).round(4)
    array([0.    , 0.6099, 0.7765])
    >>> topsis([[1.0, 9.0], [2.0, 5.0], [3.0, 7.0]], [0.5, 0.5], [1, -1], norm="min_max").round(4)
    array([0.   , 0.691, 0.691])
    """
    option(norm, ("vector", "min_max", "none"), "norm")
    option(weighting, ("matrix", "distance"), "weighting")
    x = finite(x, "x", least_axes=2)
    weights = columns_of(weights, x, "weights")
    refuse(weights < 0, weights, "weights", "must not be negative")
    direction = columns_of(direction, x, "direction")
    refuse(np.abs(direction) != 1, direction, "direction", "must be +1 or -1")

    # Closeness has no unit: near 1 no square is too large or too small for a float.
    x = near_one(x, axis=(-2, -1) if norm == "none" else -2)
    x = np.where(constant(x)[..., None, :], 0.0, x)
    low, high = x.min(axis=-2), x.max(axis=-2)
    if norm == "vector":
        # Sorted, so that the sum is the same in whatever order rows come.
        length = np.sqrt(np.sort(np.square(x), axis=-2).sum(axis=-2))
    else:
        length = high - low if norm == "min_max" else np.ones_like(low)
    scale = 1.0 / np.where(length > 0, length, 1.0)
    # Weights >= 0 leave best and worst in their rows, so they can wait: (w v - w v*)^2 = w^2 (v - v*)^2.
    squared_weights = weights**2 if weighting == "matrix" else weights
    is_more_better = direction > 0
    to_best = _distance(x, np.where(is_more_better, high, low), scale, squared_weights)
    to_worst = _distance(x, np.where(is_more_better, low, high), scale, squared_weights)
    span = np.add(to_best, to_worst, out=to_best)
    span[span == 0] = 1.0  # all rows equal: to_worst is 0 too, and so is the closeness
    return np.divide(to_worst, span, out=to_worst)


class Scoring(NamedTuple):
    """A way to make one score of the indicators of a region. A new one is a function above and a row of SCORINGS.

    score: (values (..., n, m), weights (..., m), direction (m,), options of the variant) -> (..., n).
    formula: the same in words, given the options.
    reads: the values that it takes, `normalised` or `reported`.
    is_additive: sum_j w_j f(value_ij), each cell by itself; otherwise the score depends on the other regions.
    is_bounded: always from 0 to 1; otherwise only if the values are.
    """

    score: Callable[[Floats, Floats, NDArray, Options], Floats]
    formula: Callable[[Options], str]
    reads: str
    is_additive: bool
    is_bounded: bool


def _kept_shift(options: Options) -> float:
    """What was added to normalised values before their entropy, where it stays in the scores."""
    return options["zero_shift"] if options["is_shift_in_scores"] else 0.0


# By the value of the option `scoring`. Options that only one of them reads begin with its name.
SCORINGS = {
    "weighted_sum": Scoring(
        lambda z, weights, direction, options: weighted_sum(z + _kept_shift(options), weights),
        lambda options: (
            f"sum of weight x (normalised + {_kept_shift(options):g})"
            if _kept_shift(options)
            else "sum of weight x normalised"
        ),
        reads="normalised",
        is_additive=True,
        is_bounded=False,
    ),
    "topsis": Scoring(
        lambda x, weights, direction, options: topsis(
            x, weights, direction, options["topsis_norm"], options["topsis_weighting"]
        ),
        lambda options: "TOPSIS closeness",
        reads="reported",
        is_additive=False,
        is_bounded=True,
    ),
}


def scoring_named(name: str) -> Scoring:
    """The scoring that a variant names. Errors: it is none of SCORINGS."""
    option(name, tuple(SCORINGS), "scoring")
    return SCORINGS[name]


def composite(values: ArrayLike, weights: ArrayLike, direction: ArrayLike, options: Options) -> Floats:
    """Score of regions under the options of a variant, by the scoring that they name.

    Weights are brought to 1 first, so that subsystems are on one scale; weights that are all 0 stay.
    Shapes: values (n, m) as the scoring reads them, weights (m,), direction (m,) -> (n,).
    Errors: those of the scoring, a scoring that is none of SCORINGS.

    >>> options = {"scoring": "weighted_sum", "zero_shift": 0.01, "is_shift_in_scores": False}
    >>> composite([[0.0, 1.0], [1.0, 0.5]], [1, 3], [1, -1], options)
    array([0.75 , 0.625])
    """
    scoring = scoring_named(options["scoring"])
    values, weights = finite(values, "values", least_axes=2), np.asarray(weights, dtype=float)
    weights = weights / (weights.sum() or 1.0)
    return scoring.score(values, weights, np.asarray(direction), options)


def rank(scores: ArrayLike, ties: str = "min", descending: bool = True) -> NDArray:
    """Rank along the last axis, 1 for the highest score (the lowest if not `descending`).

    Shapes: (..., n) -> (..., n), integers, or floats for `average`. Only scores that are exactly equal tie:
    `min`, `max`, `average` rank of the tied, `dense` without gaps, `ordinal` by position.
    Errors: NaN or infinity, another option.

    >>> rank([0.3, 0.9, 0.3, 0.1])
    array([2, 1, 2, 4])
    >>> rank([0.3, 0.9, 0.3, 0.1], ties="average")
    array([2.5, 1. , 2.5, 4. ])
    """
    option(ties, TIES, "ties")
    scores = finite(scores, "scores")
    keyed = -scores if descending else scores
    order = np.argsort(keyed, axis=-1, kind="stable")
    ascending = np.take_along_axis(keyed, order, axis=-1)
    place = np.broadcast_to(np.arange(1, scores.shape[-1] + 1), scores.shape)
    begins = np.ones(scores.shape, dtype=bool)
    begins[..., 1:] = ascending[..., 1:] != ascending[..., :-1]
    ends = np.ones(scores.shape, dtype=bool)
    ends[..., :-1] = begins[..., 1:]
    # The first place of each run of equal scores, carried forward; the last place, carried back.
    first = np.maximum.accumulate(np.where(begins, place, 0), axis=-1)
    last = np.flip(np.minimum.accumulate(np.flip(np.where(ends, place, scores.shape[-1]), -1), axis=-1), -1)
    sorted_ranks = {
        "min": first,
        "max": last,
        "average": (first + last) / 2,
        "dense": np.cumsum(begins, axis=-1),
        "ordinal": place,
    }[ties]
    ranks = np.empty(scores.shape, dtype=sorted_ranks.dtype)
    np.put_along_axis(ranks, order, sorted_ranks, axis=-1)
    return ranks


def tier(scores: ArrayLike, tiers: int) -> NDArray[np.int_]:
    """Quantile tier, 1 for the highest: floor((rank - 1) tiers / n) + 1 with the `min` rank, last axis.

    Shapes: (..., n) -> (..., n), integers 1 to `tiers`. Equal scores share a tier, always the higher of the
    two they straddle; if n is no multiple of `tiers`, the higher tiers get the odd ones (31 in 3: 11, 10,
    10). Counting ranks, not comparing with interpolated quantiles, keeps rounding out of it.
    Errors: NaN or infinity, fewer than one tier.

    >>> tier([0.9, 0.1, 0.5, 0.5, 0.2], 2)
    array([1, 2, 1, 1, 2])
    """
    if tiers < 1:
        raise MethodError(f"tiers is {tiers}: must be at least 1")
    ranks = rank(scores, ties="min")
    return (ranks - 1) * tiers // ranks.shape[-1] + 1


def _distance(x: Floats, ideal: Floats, scale: Floats, squared_weights: Floats) -> Floats:
    """sqrt(sum_j w_j (v_ij - v*_j)^2) with v = x scale. In place, as these are the large arrays of a call."""
    difference = x - ideal[..., None, :]
    difference *= scale[..., None, :]
    np.square(difference, out=difference)
    squared = _weigh(difference, squared_weights)
    return np.sqrt(squared, out=squared)


def _weigh(matrix: Floats, weights: Floats) -> Floats:
    """sum_j weights_j matrix_ij, column by column.

    A matrix product would be faster and sums some rows in another order than others: regions with the same figures
    would differ in the last digit, and no longer tie.
    """
    schemes = max(weights.ndim - 1 - (matrix.ndim - 2), 0)
    shape = np.broadcast_shapes(matrix.shape[:-1], (*weights.shape[:-1], 1))
    total = np.zeros(shape)
    term = np.empty(shape) if schemes else None
    for j in range(matrix.shape[-1]):
        total += np.multiply(matrix[..., j], weights[..., None, j], out=term)
    return total
