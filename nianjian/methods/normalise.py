"""Normalisation of indicators to a common scale."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nianjian.methods.checks import Floats, columns_of, finite, refuse

VERSION = "1.0"


def constant(x: ArrayLike) -> NDArray[np.bool_]:
    """Which columns hold the same value in every row, and so carry no information.

    Shapes: x (..., n, m) -> (..., m). With one row every column is constant. Errors: NaN or infinity.

    >>> constant([[1.0, 5.0], [2.0, 5.0]])
    array([False,  True])
    """
    x = finite(x, "x", least_axes=2)
    return (x == x[..., :1, :]).all(axis=-2)


def min_max(x: ArrayLike, direction: ArrayLike) -> Floats:
    """Min-max normalisation: (x - min) / (max - min), for a `-` indicator (max - x) / (max - min).

    Shapes: x (..., n, m), direction (m,) of +1 or -1 -> (..., n, m) in [0, 1], no unit. The extremes are
    those of the n rows, so the caller chooses the scope (one year, or all years stacked) by the rows it
    passes. A constant column becomes 0 everywhere; so does every column when n = 1.
    Errors: NaN or infinity, a direction other than +1 and -1. Source: Regional Economic Review 2025 no. 3, article ai, line 6041.

    >>> min_max([[1.0, 10.0, 7.0], [3.0, 20.0, 7.0], [2.0, 30.0, 7.0]], [1, -1, 1])
    array([[0. , 1. , 0. ],
           [1. , 0.5, 0. ],
           [0.5, 0. , 0. ]])
    """
    x = finite(x, "x", least_axes=2)
    direction = columns_of(direction, x, "direction")
    refuse(np.abs(direction) != 1, direction, "direction", "must be +1 or -1")
    low = x.min(axis=-2, keepdims=True)
    high = x.max(axis=-2, keepdims=True)
    worst = np.where(direction > 0, low, high)
    spread = high - low
    # Where the spread is 0, x - worst is 0 too, and so is the result.
    return np.abs(x - worst) / np.where(spread > 0, spread, 1.0)
