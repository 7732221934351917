"""Weights by the analytic hierarchy process (层次分析法), from judgements of pairs."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from nianjian.methods.checks import Floats, MethodError, finite, option, refuse

VERSION = "1.0"

SOLUTIONS = ("eigenvector", "geometric_mean")
# Mean consistency index of random matrices of size 1, 2, ..; Saaty (1980), to 15.
RANDOM_INDEX = (0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
LARGEST_RATIO = 0.1
RECIPROCAL_TOLERANCE = 0.03


class Ahp(NamedTuple):
    """weights (m,) summing to 1; largest_eigenvalue, consistency index CI and ratio CR (0 for m below 3)."""

    weights: Floats
    largest_eigenvalue: float
    consistency_index: float
    consistency_ratio: float


def ahp_weights(
    judgements: ArrayLike, solution: str = "eigenvector", largest_ratio: float = LARGEST_RATIO
) -> Ahp:
    """Weights from a matrix of judgements: a_jk says how many times as important j is as k.

    `eigenvector`: A w = lambda w for the largest eigenvalue; `geometric_mean`: w_j ~ (prod_k a_jk)^(1/m), lambda the mean
    of (A w)_j / w_j. CI = (lambda - m) / (m - 1), CR = CI / RI with Saaty's random index of matrices of that size.

    Shapes: judgements (m, m), m up to 15, above 0, a_kj = 1 / a_jk within 3 % (sixths and sevenths are printed with two
    decimals),
    diagonal 1 -> Ahp. No unit.
    Errors: NaN, infinity, another shape, a value not above 0, a pair that is not reciprocal, CR above largest_ratio (0.1):
    such judgements contradict themselves and are to be made anew.
    Source: Saaty (1980).

    >>> found = ahp_weights([[1, 3, 5], [1 / 3, 1, 2], [1 / 5, 1 / 2, 1]])
    >>> found.weights.round(4), round(found.largest_eigenvalue, 4), round(found.consistency_ratio, 4)
    (array([0.6483, 0.2297, 0.122 ]), 3.0037, 0.0032)
    """
    option(solution, SOLUTIONS, "solution")
    a = finite(judgements, "judgements", least_axes=2)
    m = len(a)
    if a.shape != (m, m) or m > len(RANDOM_INDEX):
        raise MethodError(f"judgements has shape {a.shape}: must be square, of at most {len(RANDOM_INDEX)}")
    refuse(a <= 0, a, "judgements", "must be above 0")
    refuse(np.abs(a * a.T - 1) > RECIPROCAL_TOLERANCE, a, "judgements", "must be 1 over its opposite")
    if solution == "eigenvector":
        values, vectors = np.linalg.eig(a)
        weights = np.abs(vectors[:, np.argmax(values.real)].real)
    else:
        weights = np.exp(np.log(a).mean(axis=1))
    weights = weights / weights.sum()
    largest = float((a @ weights / weights).mean())
    index = (largest - m) / (m - 1) if m > 1 else 0.0
    ratio = index / RANDOM_INDEX[m - 1] if m > 2 else 0.0
    if ratio > largest_ratio:
        raise MethodError(
            f"judgements have a consistency ratio of {ratio:.3f}: must be at most {largest_ratio}; judge the pairs anew"
        )
    return Ahp(weights, largest, index, ratio)
