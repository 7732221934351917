"""How far the rounding of printed inputs can move a result that was computed from them."""

import numpy as np
from numpy.typing import ArrayLike

from nianjian.methods.checks import Floats, finite

VERSION = "1.0"


def within_rounding(values: ArrayLike, half_unit: float) -> Floats:
    """The values as they are, then each of them raised, then each of them lowered by half_unit (not below 0).

    Shapes: values (n,), not negative; half_unit in their unit -> (2 n + 1, n), or (1, n) if half_unit is 0.
    Errors: NaN or infinity.

    >>> within_rounding([1.0, 0.1], 0.5)
    array([[1. , 0.1],
           [1.5, 0.1],
           [1. , 0.6],
           [0.5, 0.1],
           [1. , 0. ]])
    """
    values = finite(values, "values")
    if half_unit == 0:
        return values[None, :]
    step = half_unit * np.eye(len(values))
    return np.vstack([values, values + step, np.maximum(values - step, 0.0)])


def rounding_range(results: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Result, lowest and highest result, from the results of the rows of `within_rounding`.

    Each value moves the result up or down by what it does alone; the range adds these moves up over the n values.
    That is exact for a linear result and the first-order bound for a smooth one.
    Shapes: results (2 n + 1, ...) -> three arrays (...), in the unit of the result; without rounding (1, ...) -> all the same.

    >>> result, low, high = rounding_range(within_rounding([1.0, 2.0], 0.5).sum(axis=1))
    >>> float(low), float(result), float(high)
    (2.0, 3.0, 4.0)
    """
    results = finite(results, "results")
    raised, lowered = np.split(results[1:] - results[0], 2)
    low = np.minimum(np.minimum(raised, lowered), 0.0).sum(axis=0)
    high = np.maximum(np.maximum(raised, lowered), 0.0).sum(axis=0)
    return results[0], results[0] + low, results[0] + high
