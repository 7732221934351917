"""Numbers brought near 1, exactly, and sums that do not depend on the order of rows or lose small differences."""

import numpy as np
from numpy.typing import NDArray

from nianjian.methods.checks import Floats

# Deviations below this go by the series of their logarithm, which does not cancel; 9 terms reach the last digit.
SMALL = 0.01
TERMS = 9


def near_one(x: Floats, axis: int | tuple[int, ...]) -> Floats:
    """x times a power of two along these axes, so that its largest magnitude lies in [0.5, 1).

    Exact, so that what does not depend on the unit comes out the same to the last digit; products and squares of the
    result fit a float. Zeros stay zeros. A value less than 1e-300 of the largest may lose digits.

    >>> near_one(np.array([3e300, 1e300]), axis=-1).round(4)
    array([0.56  , 0.1867])
    """
    return np.ldexp(x, -exponent(x, axis))


def exponent(x: Floats, axis: int | tuple[int, ...]) -> NDArray[np.int_]:
    """The power of two that `near_one` takes out: axes are kept with length 1.

    >>> exponent(np.array([3.0, 10.0]), axis=-1)
    array([4], dtype=int32)
    """
    return np.frexp(np.abs(x).max(axis=axis, keepdims=True))[1]


def mean_of(x: Floats) -> Floats:
    """The mean of the last axis, which is kept: measured from the first value, so that of equal values it is that value.

    >>> float(mean_of(np.array([0.1, 0.1, 0.1]))[0])
    0.1
    """
    first = x[..., :1]
    return first + (x - first).mean(axis=-1, keepdims=True)


def in_one_order(z: Floats) -> Floats:
    """The rows (..., n, m) sorted by their columns: sums over rows are then the same however rows came.

    >>> in_one_order(np.array([[2.0, 1.0], [1.0, 5.0], [1.0, 3.0]]))
    array([[1., 3.],
           [1., 5.],
           [2., 1.]])
    """
    order = np.lexsort(np.moveaxis(z, -1, 0)[::-1])
    return np.take_along_axis(z, order[..., None], axis=-2)


def entropy_excess(d: Floats) -> Floats:
    """t ln t - (t - 1) of t = 1 + d, without cancellation near t = 1; 1 for t = 0. Never negative.

    Its mean over t = x / mean is the mean of t ln t (Theil's T), since the mean of t - 1 is 0.

    >>> entropy_excess(np.array([-1.0, 0.0, 1e-9, 1.0])).round(22)
    array([1.00000000e+00, 0.00000000e+00, 5.00000000e-19, 3.86294361e-01])
    """
    t = np.where(d > -1, 1 + d, 1.0)
    plain = np.where(d > -1, t * np.log(t) - d, 1.0)
    return np.where(np.abs(d) < SMALL, _series(d, lambda k: 1 / (k * (k - 1))), plain)


def log_excess(d: Floats) -> Floats:
    """(t - 1) - ln t of t = 1 + d > 0, without cancellation near t = 1. Never negative.

    Its mean over t = x / mean is the mean of ln(mean / x) (Theil's L).

    >>> log_excess(np.array([0.0, 1e-9, 1.0])).round(22)
    array([0.00000000e+00, 5.00000000e-19, 3.06852819e-01])
    """
    return np.where(np.abs(d) < SMALL, _series(d, lambda k: 1 / k), d - np.log1p(d))


def _series(d: Floats, term) -> Floats:
    """sum over k = 2, 3 .. of (-d)^k term(k), by Horner's rule."""
    small = np.where(np.abs(d) < SMALL, d, 0.0)
    total = np.zeros_like(small)
    for k in range(TERMS, 1, -1):
        total = total * -small + term(k)
    return total * small**2
