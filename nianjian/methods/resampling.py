"""How sure an estimate is: bootstrap of regions, within their groups."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nianjian.methods.checks import Floats, MethodError, whole_from

VERSION = "1.0"


class Interval(NamedTuple):
    """Each (...): bounds of the interval, the standard error, and from how many resamples that had a value they are.

    NaN, which the caller turns to null, where fewer than half of the resamples have a value.
    """

    low: Floats
    high: Floats
    standard_error: Floats
    resamples: NDArray[np.int_]


def bootstrap_places(n: int, times: int, seed: int, groups: ArrayLike | None = None) -> NDArray[np.intp]:
    """Draws of n places with replacement, (times, n); with groups (n,) each place is drawn from its own group.

    Drawn within groups, place i of every resample belongs to the group of i, so that what decomposes by group takes
    y[..., places] with the same groups. The same seed gives the same draws.
    Errors: n or times below 1, groups of another length. Source: Efron (1979); Davison and Hinkley (1997), 3.2 for groups.

    >>> bootstrap_places(4, 2, seed=0, groups=[0, 0, 1, 1])
    array([[1, 1, 2, 2],
           [1, 0, 2, 2]])
    """
    whole_from(n, 1, "n")
    whole_from(times, 1, "times")
    random = np.random.default_rng(seed)
    if groups is None:
        return random.integers(0, n, size=(times, n))
    member = np.asarray(groups)
    if member.shape != (n,):
        raise MethodError(f"groups has shape {member.shape}: must be ({n},)")
    places = np.empty((times, n), dtype=np.intp)
    for group in np.unique(member):
        own = np.flatnonzero(member == group)
        places[:, own] = own[random.integers(0, len(own), size=(times, len(own)))]
    return places


def percentile_interval(estimates: ArrayLike, level: float = 0.95) -> Interval:
    """The middle `level` of bootstrap estimates, and their standard deviation (divisor R - 1).

    Shapes: estimates (..., R) -> Interval of (...), in the unit of the estimates. NaN among them (a resample in which an
    estimate is undefined) is left out and counted. Errors: fewer than two estimates, level not in (0, 1).
    The interval holds the true value in about `level` of samples where n is large; with 13 or 31 regions in fewer, and
    near a bound of the quantity (a Gini of 0) in much fewer: the page of the method says how often.

    >>> found = percentile_interval(np.arange(101.0), level=0.9)
    >>> float(found.low), float(found.high), float(found.standard_error.round(2))
    (5.0, 95.0, 29.3)
    """
    if not 0 < level < 1:
        raise MethodError(f"level is {level}: must lie between 0 and 1")
    values = np.asarray(estimates, dtype=float)
    if values.ndim < 1 or values.shape[-1] < 2:
        raise MethodError(f"estimates has shape {values.shape}: needs two estimates or more")
    known = np.isfinite(values)
    count = known.sum(axis=-1)
    is_enough = 2 * count >= values.shape[-1]
    # Quantiles of what is known: the rest is sorted to the end and never reached.
    ascending = np.sort(np.where(known, values, np.inf), axis=-1)
    ends = [(1 - level) / 2, (1 + level) / 2]
    low, high = (_quantile(ascending, np.maximum(count, 1), end) for end in ends)
    filled = np.where(known, values, 0.0)
    mean = filled.sum(axis=-1) / np.maximum(count, 1)
    squares = np.where(known, (values - mean[..., None]) ** 2, 0.0).sum(axis=-1)
    error = np.sqrt(squares / np.maximum(count - 1, 1))
    return Interval(*(np.where(is_enough, part, np.nan) for part in (low, high, error)), count)


def _quantile(ascending: Floats, count: NDArray[np.int_], p: float) -> Floats:
    """The quantile at position 1 + (count - 1) p of the first `count` of each ascending series."""
    # Rounded, so that a position that is a whole number but for rounding is that place.
    at = np.round((count - 1) * p, 9)
    below = np.floor(at).astype(int)
    low = np.take_along_axis(ascending, below[..., None], -1)[..., 0]
    high = np.take_along_axis(ascending, np.minimum(below + 1, count - 1)[..., None], -1)[..., 0]
    part = at - below
    return np.where(part > 0, low + (high - low) * np.where(part > 0, part, 0), low)
