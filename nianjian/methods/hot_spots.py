"""Hot and cold spots: Getis-Ord Gi*, with its normal p and the false discovery rate."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

from nianjian.methods.checks import Floats, finite, option
from nianjian.methods.neighbours import alone, checked, lag, links
from nianjian.methods.significance import false_discovery, normal_p

VERSION = "1.0"

SELF_WEIGHTS = ("one", "row_max", "diagonal")
CORRECTIONS = ("none", "fdr")
ISLANDS = ("keep", "drop")
# Two-sided levels that part the seven classes.
LEVELS = (0.10, 0.05, 0.01)
# A region whose weights for all regions are equal, within this share, sums up everything: no variance.
EVEN = 1e-12


class HotSpots(NamedTuple):
    """Result of `hot_spots`, each (..., n), as x.

    z: Gi*, a standard score; p: two-sided, normal; p_adjusted: p after Benjamini and Hochberg, over the
    regions of the series; band: 3, 2, 1 hot at 99, 95, 90 %, 0 not significant, -1, -2, -3 cold at 90, 95,
    99 %. z and p are NaN, which the caller turns to null, and band 0, where Gi* is undefined.
    """

    z: Floats
    p: Floats
    p_adjusted: Floats
    band: NDArray[np.int_]


def hot_spots(
    x: ArrayLike,
    weights: ArrayLike,
    self_weight: str = "one",
    correction: str = "none",
    islands: str = "keep",
) -> HotSpots:
    """Getis-Ord Gi* of each region: whether the values around it, its own among them, are high or low.

    z_i = (sum_j w_ij x_j - W_i mean) / (s sqrt((n S_i - W_i^2) / (n - 1))), W_i = sum_j w_ij,
    S_i = sum_j w_ij^2, s^2 = sum (x - mean)^2 / n; j runs over all regions with i itself. Exact mean and
    variance over all permutations of x, whatever the weights. A factor to a row changes nothing: binary and
    row-standardised weights give the same z once the self weight is in.

    Shapes: x (..., n), weights (n, n), diagonal 0 unless `diagonal` -> HotSpots of (..., n). No unit.
    self_weight: `one` (for binary weights), `row_max` (the largest weight of the row; for weights by
    distance), `diagonal` (that of the matrix). An island has itself alone: z is its standard score.
    correction: the p from which the band is read, `none` p, `fdr` p_adjusted; a p of just 0.05 is in.
    islands: `keep`, or `drop` (they take no part, and are undefined).
    Undefined: a constant x, a region with the same weight for all regions, one region.
    Errors: NaN, infinity, negative weights, weights that are not (n, n).
    Time O(n^2) to read the weights, O(links) for a series. Source: Getis and Ord (1992); Ord and Getis (1995); Benjamini and Hochberg (1995).

    >>> from nianjian.methods.neighbours import contiguity
    >>> found = hot_spots([9.0, 8.0, 5.0, 1.0, 2.0], contiguity([[0, 1], [1, 2], [2, 3], [3, 4]], 5))
    >>> found.z.round(3), found.band
    (array([ 1.807,  1.807, -0.258, -1.807, -1.807]), array([ 1,  1,  0, -1, -1]))
    >>> found.p.round(3)
    array([0.071, 0.071, 0.796, 0.071, 0.071])
    """
    option(self_weight, SELF_WEIGHTS, "self_weight")
    option(correction, CORRECTIONS, "correction")
    option(islands, ISLANDS, "islands")
    x = finite(x, "x")
    near = links(checked(weights, x.shape[-1], diagonal=self_weight == "diagonal"))
    is_island = alone(near)
    own = np.zeros(x.shape[-1])  # beside what the matrix holds
    if self_weight != "diagonal":
        own = near.max(axis=1).toarray() if self_weight == "row_max" else np.ones(x.shape[-1])
        own[is_island] = 1.0
    taken = ~is_island if islands == "drop" else np.ones(len(own), dtype=bool)
    z = np.full(x.shape, np.nan)
    if taken.any():
        z[..., taken] = _z(x[..., taken], near[taken][:, taken], own[taken])
    p = normal_p(z)
    p_adjusted = false_discovery(p)
    read = p_adjusted if correction == "fdr" else p
    depth = sum((read <= level).astype(int) for level in LEVELS)
    return HotSpots(z, p, p_adjusted, np.where(z > 0, depth, -depth))


def _z(x: Floats, near: csr_array, own: Floats) -> Floats:
    n = len(own)
    near, own = _rows_near_one(near, own)
    # In units of its range: tiny and huge values neither vanish nor overflow.
    span = np.ptp(x, axis=-1, keepdims=True)
    centred = (x - x.mean(axis=-1, keepdims=True)) / np.where(span > 0, span, 1.0)
    total, squares = near.sum(axis=1) + own, near.power(2).sum(axis=1) + own**2
    room = n * squares - total**2
    variance = np.where(room > EVEN * n * squares, room, 0.0) / max(n - 1, 1)
    spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) * variance)
    around = lag(near, centred) + own * centred
    return np.divide(around, spread, out=np.full(x.shape, np.nan), where=(spread > 0) & (span > 0))


def _rows_near_one(near: csr_array, own: Floats) -> tuple[csr_array, Floats]:
    """Each row of weights times a power of two, which changes no z and keeps squares from under- and overflow."""
    largest = np.maximum(near.max(axis=1).toarray(), own)
    power = -np.frexp(largest)[1]
    links_of = np.diff(near.indptr)
    data = np.ldexp(near.data, np.repeat(power, links_of))
    return csr_array((data, near.indices, near.indptr), shape=near.shape), np.ldexp(own, power)
