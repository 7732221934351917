"""What p-values of several methods share: two sides of a normal score, permutations, many tests at once."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import erfc

from nianjian.methods.checks import Floats

VERSION = "1.0"

TAILS = ("two", "one")


def normal_p(z: ArrayLike) -> Floats:
    """Two-sided p of a standard normal score, (...) -> (...). NaN stays NaN.

    >>> normal_p([0.0, 1.959964]).round(4)
    array([1.  , 0.05])
    """
    return erfc(np.abs(np.asarray(z, dtype=float)) / np.sqrt(2))


def pseudo_p(at_least: NDArray, at_most: NDArray, permutations: int, tails: str = "two") -> Floats:
    """Pseudo p of an observed value among permuted ones: (m + 1) / (permutations + 1), m of the side that has fewer.

    Values equal to the observed one count on both sides, for they are as far out as it is. `two` doubles the smaller
    side, at most 1; `one` is the smaller side itself: that of a test whose direction was chosen after looking, and half
    as large as it should be unless the direction was known before.

    Shapes: at_least, at_most (...), how many permuted values are not below and not above the observed one -> (...).
    Source: Davison and Hinkley (1997), section 4.2; pysal/esda, issue 199, on the two sides.

    >>> pseudo_p(np.array([1, 99]), np.array([98, 99]), 99)
    array([0.04, 1.  ])
    """
    p = (np.minimum(at_least, at_most) + 1) / (permutations + 1)
    return p if tails == "one" else np.minimum(2 * p, 1.0)


def false_discovery(p: ArrayLike) -> Floats:
    """p adjusted for many tests, after Benjamini and Hochberg: min over the k-th smallest and all above it of
    p_(k) m / k.

    Shapes: (..., m) -> (..., m). NaN stays NaN and does not count. A level of p_adjusted bounds the expected
    share of false findings among those found. Source: Benjamini and Hochberg (1995).

    >>> false_discovery([0.01, 0.04, 0.03, 0.5]).round(4)
    array([0.04  , 0.0533, 0.0533, 0.5   ])
    """
    p = np.asarray(p, dtype=float)
    order = np.argsort(p, axis=-1)  # NaN last
    ascending = np.take_along_axis(p, order, axis=-1)
    tests = np.isfinite(p).sum(axis=-1, keepdims=True)
    scaled = ascending * tests / np.arange(1, p.shape[-1] + 1)
    lowest = np.flip(np.fmin.accumulate(np.flip(scaled, -1), axis=-1), -1)
    adjusted = np.empty_like(p)
    np.put_along_axis(adjusted, order, np.where(np.isnan(ascending), np.nan, lowest), axis=-1)
    return adjusted
