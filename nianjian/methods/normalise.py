"""Normalisation of indicators to a common scale."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nianjian.methods.checks import Floats, columns_of, finite, refuse
from nianjian.methods.scaling import near_one

VERSION = "1.1"

# A column whose spread is below this share of its largest magnitude is constant: what is left is rounding.
ROUNDING = 1e-13


def constant(x: ArrayLike) -> NDArray[np.bool_]:
    """Which columns hold the same value in every row, within rounding, and so carry no information.

    Values are the same that differ by less than 1e-13 of the largest magnitude: 0.3 and 0.1 + 0.2 are.
    Shapes: x (..., n, m) -> (..., m). With one row every column is constant. Errors: NaN or infinity.

    >>> constant([[1.0, 5.0], [2.0, 5.0]])
    array([False,  True])
    """
    scaled = near_one(finite(x, "x", least_axes=2), axis=-2)
    return np.ptp(scaled, axis=-2) <= ROUNDING * np.abs(scaled).max(axis=-2)


def min_max(x: ArrayLike, direction: ArrayLike) -> Floats:
    """Min-max normalisation: (x - min) / (max - min), for a `-` indicator (max - x) / (max - min).

    Shapes: x (..., n, m), direction (m,) of +1 or -1 -> (..., n, m) in [0, 1], no unit. The extremes are
    those of the n rows, so the caller chooses the scope (one year, or all years stacked) by the rows it
    passes. A column that is `constant` becomes 0 everywhere; so does every column when n = 1.
    Errors: NaN or infinity, a direction other than +1 and -1. Source: Regional Economic Review 2025 no. 3, article ai, line 6041.

    >>> min_max([[1.0, 10.0, 7.0], [3.0, 20.0, 7.0], [2.0, 30.0, 7.0]], [1, -1, 1])
    array([[0. , 1. , 0. ],
           [1. , 0.5, 0. ],
           [0.5, 0. , 0. ]])
    """
    x = finite(x, "x", least_axes=2)
    direction = columns_of(direction, x, "direction")
    refuse(np.abs(direction) != 1, direction, "direction", "must be +1 or -1")
    informative = ~constant(x)[..., None, :]
    # The unit does not matter, and near 1 no spread is too large for a float.
    x = near_one(x, axis=-2)
    low = x.min(axis=-2, keepdims=True)
    high = x.max(axis=-2, keepdims=True)
    distance = np.abs(x - np.where(direction > 0, low, high))
    return np.divide(distance, high - low, out=np.zeros_like(x), where=informative)
