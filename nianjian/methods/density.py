"""Gaussian kernel density of regions by year and group, and its peaks."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nianjian.methods.checks import Floats, MethodError, finite, option, whole_from

VERSION = "1.1"

RULES = ("scott", "silverman", "fixed")
BANDWIDTH_SCOPES = ("own", "pooled", "mean")
GRIDS = ("own", "shared")
REASONS = ("", "no_value", "one_value", "constant", "too_few")
# Pairs of a point and a value held at a time; bounds memory and keeps them in the cache of the processor.
BLOCK = 2**16
# Of the greatest height: differences below it come from rounding and make no peak.
LEVEL = 1e-12
Bools = NDArray[np.bool_]


class Density(NamedTuple):
    """Result of `kernel_density`; leading axes as those of y and member together.

    grid (..., points) in the unit of y, also if shared; height (..., points) per unit of y: the area under it
    is 1; bandwidth (...) in the unit of y; defined (...). Where it is False, bandwidth and height are NaN,
    which the caller turns to null, the grid is NaN if own, and reason (...) is one of REASONS.
    """

    grid: Floats
    height: Floats
    bandwidth: Floats
    defined: Bools
    reason: NDArray[np.str_]


class Peaks(NamedTuple):
    """Result of `peaks`: count (...); position and height (..., most), masked beyond the count, in order."""

    count: NDArray[np.int_]
    position: np.ma.MaskedArray
    height: np.ma.MaskedArray


def kernel_density(
    y: ArrayLike,
    member: ArrayLike | None = None,
    *,
    rule: str = "scott",
    bandwidth: float | None = None,
    bandwidth_scope: str = "own",
    grid: str = "own",
    points: int = 200,
    cut: float = 3.0,
    least: int = 1,
) -> Density:
    """Kernel density f(g) = 1 / (n h) sum_i phi((g - y_i) / h), phi the standard normal density.

    rule: `scott` h = s n^(-1/5), `silverman` h = s (3 n / 4)^(-1/5), s the standard deviation with divisor
    n - 1, as scipy's gaussian_kde; `fixed` h = bandwidth, in the unit of y (gaussian_kde takes h / s).
    bandwidth_scope: `own` h of each series; `pooled` the rule applied to the values of all series as one
    sample (their n, their s); `mean` the mean of the own h of the series that have one.
    grid: `points` equal steps from min - cut h to max + cut h of each series (`own`), or from the lowest to
    the highest of these over all series (`shared`). cut is not negative, so that no peak lies outside.

    Shapes: y (..., n), member (..., n) of True and False, broadcast against y: member (k, 1, n) with
    y (T, n) gives k groups by T years -> Density of (..., points) and (...).
    Not defined, and said so: a series without a value; of one value or of equal values, unless the bandwidth
    is fixed or comes from others that differ; of fewer than `least` values (`too_few`), whose curve would show the
    bandwidth and not the regions.
    Errors: NaN or infinity, another option, a bandwidth not above 0 or without `fixed`, fewer than 2 points,
    a negative cut, least below 1. Time O(n points) by series. Source: Silverman (1986), Scott (1992).

    >>> found = kernel_density([[1.0, 2.0, 4.0], [3.0, 3.0, 3.0]], points=5, cut=1)
    >>> found.bandwidth.round(3), found.reason.tolist()
    (array([1.226,   nan]), ['', 'constant'])
    >>> found.grid[0].round(2), found.height[0].round(3)
    (array([-0.23,  1.14,  2.5 ,  3.86,  5.23]), array([0.087, 0.2  , 0.202, 0.149, 0.069]))
    """
    option(rule, RULES, "rule")
    option(bandwidth_scope, BANDWIDTH_SCOPES, "bandwidth_scope")
    option(grid, GRIDS, "grid")
    if (bandwidth is None) == (rule == "fixed"):
        raise MethodError(f"rule is {rule!r}, bandwidth is {bandwidth}: a bandwidth goes with 'fixed' only")
    if bandwidth is not None and not 0 < bandwidth < np.inf:
        raise MethodError(f"bandwidth is {bandwidth}: must be above 0")
    if not isinstance(points, int | np.integer) or points < 2:
        raise MethodError(f"points is {points!r}: must be a whole number from 2")
    if not 0 <= cut < np.inf:
        raise MethodError(f"cut is {cut}: must not be negative")
    whole_from(least, 1, "least")
    y, member = _series(y, member)
    bandwidths, reason = _bandwidths(y, member, rule, bandwidth, bandwidth_scope)
    reason = np.where((reason == "") & (member.sum(axis=-1) < least), REASONS[4], reason)
    bandwidths = np.where(reason == "", bandwidths, np.nan)
    positions = _grid(y, member, bandwidths, grid, points, cut)
    return Density(positions, _heights(y, member, bandwidths, positions), bandwidths, reason == "", reason)


def peaks(grid: ArrayLike, height: ArrayLike) -> Peaks:
    """Peaks of a density: points higher than both sides; a level stretch counts once, at its middle.

    Beside the grid there is nothing, so that a mode between its last two points is a peak at the last one:
    right for a grid of `kernel_density`, beyond which a density only falls. Positions are those of grid
    points: off by at most half a step. Steps up to 1e-12 of the greatest height are level: rounding.
    Shapes: grid, height (..., points) -> Peaks. A row of NaN, a density that is not defined, has count 0.
    Errors: a height that is not finite beside some that are, a grid of another shape.

    >>> found = peaks([0.0, 1.0, 2.0, 3.0, 4.0, 5.0], [0.1, 0.3, 0.3, 0.2, 0.1, 0.4])
    >>> int(found.count), found.position.tolist(), found.height.tolist()
    (2, [1.5, 5.0], [0.3, 0.4])
    """
    grid, height = np.asarray(grid, dtype=float), np.asarray(height, dtype=float)
    if grid.shape != height.shape or height.size == 0:
        raise MethodError(f"grid has shape {grid.shape}, height {height.shape}: must be the same, not empty")
    defined = ~np.isnan(height).all(axis=-1)
    values = finite(np.where(defined[..., None], height, 0.0), "height")
    places = finite(np.where(defined[..., None], grid, 0.0), "grid")
    lead, n = values.shape[:-1], values.shape[-1]
    values, places = values.reshape(-1, n), places.reshape(-1, n)
    step = np.diff(values, axis=-1)
    step[np.abs(step) <= LEVEL * values.max(axis=-1, keepdims=True)] = 0.0
    # Into the grid it rises, out of it it falls; step j leads to point j.
    edge = np.ones((len(values), 1))
    step = np.sign(np.concatenate([edge, step, -edge], axis=-1))
    at = np.arange(n + 1)
    changed = np.maximum.accumulate(np.where(step != 0, at, 0), axis=-1)
    before = np.concatenate([changed[:, :1], changed[:, :-1]], axis=-1)
    is_peak = (step < 0) & (np.take_along_axis(step, before, axis=-1) > 0) & defined.reshape(-1, 1)
    row, end = np.nonzero(is_peak)
    first, last = before[row, end], end - 1
    count = is_peak.sum(axis=-1)
    most = int(count.max())
    slot = np.cumsum(is_peak, axis=-1)[row, end] - 1
    position, top = np.zeros((2, len(values), most))
    position[row, slot] = (places[row, first] + places[row, last]) / 2
    top[row, slot] = values[row, (first + last) // 2]
    beyond = (np.arange(most) >= count[:, None]).reshape(*lead, most)
    return Peaks(
        count.reshape(lead),
        np.ma.array(position.reshape(*lead, most), mask=beyond),
        np.ma.array(top.reshape(*lead, most), mask=beyond),
    )


def nearest_points(grid: ArrayLike, tops: Peaks) -> Bools:
    """Whether a point of the grid is the one nearest to a peak; of two as near the first.

    Shapes: grid (..., points), tops: `peaks` of a density on it -> (..., points).

    >>> grid = [0.0, 1.0, 2.0, 3.0]
    >>> nearest_points(grid, peaks(grid, [0.1, 0.3, 0.3, 0.2]))
    array([False,  True, False, False])
    """
    grid = np.asarray(grid, dtype=float)
    steps = np.abs(grid[..., None, :] - tops.position.filled(np.inf)[..., :, None])
    found = np.zeros(grid.shape, dtype=bool)
    *series, peak = np.nonzero(~np.ma.getmaskarray(tops.position))
    found[(*series, steps[(*series, peak)].argmin(axis=-1))] = True
    return found


def _series(y: ArrayLike, member: ArrayLike | None) -> tuple[Floats, Bools]:
    """y and member in one shape."""
    y = finite(y, "y")
    member = np.asarray(True if member is None else member)
    if member.dtype != bool:
        raise MethodError(f"member holds {member.dtype}: must be True and False")
    try:
        y, member = np.broadcast_arrays(y, member)
    except ValueError:
        raise MethodError(f"member has shape {member.shape}: does not fit y of shape {y.shape}") from None
    return y, member


def _own_bandwidths(y: Floats, member: Bools, rule: str) -> tuple[Floats, NDArray[np.str_]]:
    """The rule's bandwidth of each series, and why there is none."""
    n = member.sum(axis=-1)
    size = np.maximum(n, 1)
    low, high = _extremes(y, member)
    # In units of the range, so that squares of tiny and huge values fit a float.
    span = np.where(low < high, high - low, 1.0)
    mean = np.where(member, y, 0.0).sum(axis=-1) / size
    squares = np.where(member, (y - mean[..., None]) / span[..., None], 0.0) ** 2
    s = span * np.sqrt(squares.sum(axis=-1) / np.maximum(n - 1, 1))
    factor = (size if rule == "scott" else size * 0.75) ** -0.2
    reason = np.select([n == 0, n == 1, low == high], REASONS[1:4], REASONS[0])
    return np.where(reason == "", s * factor, np.nan), reason


def _bandwidths(
    y: Floats, member: Bools, rule: str, fixed: float | None, scope: str
) -> tuple[Floats, NDArray[np.str_]]:
    """Bandwidth of each series, NaN where it has none, and why."""
    own, reason = _own_bandwidths(y, member, rule)
    if rule == "fixed":
        one = fixed
    elif scope == "own":
        return own, reason
    elif scope == "pooled":
        one = _own_bandwidths(y.reshape(-1), member.reshape(-1), rule)[0]
    else:
        one = own[reason == ""].mean() if (reason == "").any() else np.nan
    has_one = member.any(axis=-1) & ~np.isnan(one)
    return np.where(has_one, one, np.nan), np.where(has_one, "", reason)


def _extremes(y: Floats, member: Bools) -> tuple[Floats, Floats]:
    """Lowest and highest value of each series; infinity and its negative for one without values."""
    return np.where(member, y, np.inf).min(axis=-1), np.where(member, y, -np.inf).max(axis=-1)


def _grid(y: Floats, member: Bools, h: Floats, kind: str, points: int, cut: float) -> Floats:
    """Points of each series; NaN where h is, unless they are shared with one that has h."""
    low, high = _extremes(y, member)
    low, high = low - cut * h, high + cut * h
    if kind == "shared" and not np.isnan(h).all():
        low, high = np.full(h.shape, np.nanmin(low)), np.full(h.shape, np.nanmax(high))
    return np.linspace(low, high, points, axis=-1)


def _heights(y: Floats, member: Bools, h: Floats, grid: Floats) -> Floats:
    weight = member / np.maximum(member.sum(axis=-1, keepdims=True), 1)
    block = max(1, BLOCK // y.size)
    height = np.empty(grid.shape)
    # A value many bandwidths away adds exp(-inf) = 0.
    with np.errstate(over="ignore"):
        for start in range(0, grid.shape[-1], block):
            part = slice(start, start + block)
            z = grid[..., part, None] - y[..., None, :]
            z /= h[..., None, None]
            np.square(z, out=z)
            z *= -0.5
            np.exp(z, out=z)
            height[..., part] = np.einsum("...pn,...n->...p", z, weight)
    return height / (np.sqrt(2 * np.pi) * h[..., None])
