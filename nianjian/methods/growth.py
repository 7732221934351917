"""Growth, shares, and gaps between shares."""

import numpy as np
from numpy.typing import ArrayLike

from nianjian.methods.checks import Floats, MethodError, finite, refuse

VERSION = "1.1"

# Ratios up to two to this power are a float.
LARGEST_POWER = 1000


def average_annual_growth(first: ArrayLike, last: ArrayLike, periods: ArrayLike) -> Floats:
    """Average annual growth rate: (last / first)^(1 / periods) - 1.

    Shapes: first, last (...), periods one number or (...), broadcast -> (...), a fraction (0.06 is 6 %).
    periods counts the steps, not the years: 2 for 2021 to 2023. NaN, which the caller turns to null, where
    the base is 0 or negative, or the last value negative: there is no rate. Errors: NaN or infinity given,
    periods not above 0, a rate too large for a float.
    Source: Regional Economic Review 2025 no. 3, article coastal, line 15131.

    >>> average_annual_growth([100.0, 0.0], [121.0, 5.0], periods=2).round(4)
    array([0.1, nan])
    """
    first, last, periods = np.broadcast_arrays(
        finite(first, "first", 0), finite(last, "last", 0), finite(periods, "periods", 0)
    )
    if (periods <= 0).any():
        raise MethodError(f"periods is {periods.min()}: must be above 0")
    known = (first > 0) & (last >= 0)
    # The ratio as a number near 1 times a power of two: it need not fit a float for its root to do so.
    (last_part, last_power), (first_part, first_power) = np.frexp(last), np.frexp(first)
    part = np.divide(last_part, first_part, out=np.full(first.shape, np.nan), where=known)
    power = np.where(known & (last > 0), last_power - first_power, 0)
    is_plain = np.abs(power) < LARGEST_POWER
    plain = np.ldexp(part, np.where(is_plain, power, 0)) ** (1 / periods)
    with np.errstate(over="ignore"):
        apart = part ** (1 / periods) * np.exp2(power / periods)
    rate = np.where(is_plain, plain, apart) - 1
    refuse(known & ~np.isfinite(rate), rate, "growth", "too large for a float")
    return rate


def share(part: ArrayLike, whole: ArrayLike) -> Floats:
    """part / whole.

    Shapes: (...) and (...), broadcast -> (...), a fraction. NaN, which the caller turns to null, where the
    whole is 0. It may exceed 1: a per-head value relative to the nation's is a share here. Errors: NaN or
    infinity given, a share too large for a float.
    Source: Regional Economic Review 2025 no. 3, article coastal, line 15131.

    >>> share([30.0, 70.0], 200.0)
    array([0.15, 0.35])
    """
    part, whole = np.broadcast_arrays(finite(part, "part", 0), finite(whole, "whole", 0))
    with np.errstate(over="ignore"):
        found = np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole != 0)
    refuse((whole != 0) & ~np.isfinite(found), found, "share", "too large for a float")
    return found


def share_gap(a: ArrayLike, b: ArrayLike, whole: ArrayLike) -> Floats:
    """Gap between the shares of two parts of one whole: a / whole - b / whole.

    Shapes: as `share`. Above 0 where a is the larger. NaN where the whole is 0. Errors: NaN or infinity
    given.

    >>> share_gap([60.0], [40.0], 200.0).round(4)
    array([0.1])
    """
    return share(a, whole) - share(b, whole)
