"""Checks of input that all methods share: one error class that carries the position of the value at fault."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


class MethodError(ValueError):
    """Input that a method refuses; `position` is the index of the value at fault, None if it is not one.

    >>> finite([[1.0, 2.0], [3.0, float("nan")]], "x")
    Traceback (most recent call last):
        ...
    nianjian.methods.checks.MethodError: x[1, 1] is nan: must be a finite number
    """

    def __init__(self, message: str, position: tuple[int, ...] | None = None):
        super().__init__(message)
        self.position = position


def refuse(bad: NDArray[np.bool_], values: ArrayLike, name: str, why: str) -> None:
    """Raise a MethodError for the first True of `bad`; do nothing if there is none."""
    if bad.any():
        position = tuple(int(i) for i in np.argwhere(bad)[0])
        value = np.asarray(values)[position]
        raise MethodError(f"{name}{list(position)} is {value}: {why}", position)


def finite(values: ArrayLike, name: str, least_axes: int = 1) -> Floats:
    """`values` as floats. Errors: fewer than `least_axes` axes, no values, NaN or infinity."""
    array = np.asarray(values, dtype=float)
    if array.ndim < least_axes or array.size == 0:
        raise MethodError(f"{name} has shape {array.shape}: needs at least {least_axes} axes and one value")
    refuse(~np.isfinite(array), array, name, "must be a finite number")
    return array


def non_negative(values: ArrayLike, name: str, least_axes: int = 1) -> Floats:
    """As `finite`; a negative value is an error too."""
    array = finite(values, name, least_axes)
    refuse(array < 0, array, name, "must not be negative")
    return array


def columns_of(values: ArrayLike, matrix: Floats, name: str) -> Floats:
    """`values` as floats, one for each column of `matrix`; a single value for all columns is refused."""
    array = finite(values, name)
    if array.shape[-1] != matrix.shape[-1]:
        raise MethodError(f"{name} has {array.shape[-1]} values, the matrix has {matrix.shape[-1]} columns")
    return array


def option(value: str, allowed: tuple[str, ...], name: str) -> None:
    """Refuse an option that is not one of `allowed`."""
    if value not in allowed:
        raise MethodError(f"{name} is {value!r}: must be one of {', '.join(allowed)}")


def whole_from(value: int, least: int, name: str) -> None:
    """Refuse what is no whole number from `least`."""
    if not isinstance(value, int | np.integer) or value < least:
        raise MethodError(f"{name} is {value!r}: must be a whole number from {least}")
