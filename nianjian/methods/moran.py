"""Spatial autocorrelation: Moran's I of all regions, and of each region with its neighbours (LISA)."""

from itertools import permutations as permutations_of
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array
from scipy.special import gammaln

from nianjian.methods.checks import Floats, MethodError, finite, option
from nianjian.methods.neighbours import alone, checked, links
from nianjian.methods.neighbours import lag as lag_of
from nianjian.methods.scaling import near_one
from nianjian.methods.significance import TAILS, false_discovery, normal_p, pseudo_p

VERSION = "1.1"

ISLANDS = ("keep", "drop")
DENOMINATORS = ("n", "n_minus_1")
# Values of the permuted series held at a time; they stay in the cache of the processor.
BLOCK = 2**14
# A permuted I that differs from the observed one by less than rounding counts as equal to it.
TIE = 1e-12


class Moran(NamedTuple):
    """Result of `moran`, each (...); expected is one number.

    i: Moran's I; expected: -1 / (n - 1); variance, z and two-sided p of I under normality (`_normal`: x is a
    sample of a normal distribution) and under randomisation (`_random`: the values of x are given, their places
    are random); p_permuted: pseudo p. NaN, which the caller turns to null, where undefined or not asked for.
    """

    i: Floats
    expected: float
    variance_normal: Floats
    z_normal: Floats
    p_normal: Floats
    variance_random: Floats
    z_random: Floats
    p_random: Floats
    p_permuted: Floats


class LocalMoran(NamedTuple):
    """Result of `local_moran`, each (..., n), as x.

    i: I_i; lag: sum_j w_ij z_j, of standard scores; quadrant: 1 high among high, 2 low among high, 3 low among
    low, 4 high among low, 0 none; p_permuted: pseudo p; p_adjusted: after Benjamini and Hochberg, over the
    regions of the series; p_least: the least p that a region with its neighbours can have. NaN, which the caller
    turns to null, where undefined.
    """

    i: Floats
    lag: Floats
    quadrant: NDArray[np.int_]
    p_permuted: Floats
    p_adjusted: Floats
    p_least: Floats


def moran(
    x: ArrayLike,
    weights: ArrayLike,
    islands: str = "keep",
    permutations: int = 0,
    seed: int = 0,
    tails: str = "two",
) -> Moran:
    """Global Moran's I: whether regions resemble their neighbours.

    I = (n / S0) sum_ij w_ij z_i z_j / sum_i z_i^2, z = x - mean. With S1 = sum_ij (w_ij + w_ji)^2 / 2,
    S2 = sum_i (sum_j w_ij + sum_j w_ji)^2 and k = n sum z^4 / (sum z^2)^2, the variances are
    normal: (n^2 S1 - n S2 + 3 S0^2) / ((n^2 - 1) S0^2) - E^2
    random: (n ((n^2 - 3 n + 3) S1 - n S2 + 3 S0^2) - k ((n^2 - n) S1 - 2 n S2 + 6 S0^2))
            / ((n - 1) (n - 2) (n - 3) S0^2) - E^2

    Shapes: x (..., n), weights (n, n), diagonal 0, not standardised here -> Moran of (...). No unit.
    islands: `keep` (they count in n, with lag 0) or `drop` (they take no part).
    permutations: 0, or how often x is shuffled for p_permuted, see `significance.pseudo_p`, also for tails. The
    same seed gives the same shuffles, for every series of x.
    Undefined: a constant x, no neighbours at all; the variance under randomisation of fewer than 4 regions; z and
    every p where I is the same however x is shuffled (all regions border all others, two regions).
    Errors: NaN, infinity, negative weights, weights that are not (n, n), permutations below 0.
    Time O(n^2) to read the weights, O(n + links) for a series or a permutation. Source: Moran (1950); Cliff and Ord (1981).

    >>> from nianjian.methods.neighbours import contiguity, row_standardised
    >>> weights = row_standardised(contiguity([[0, 1], [1, 2], [2, 3], [3, 4]], 5))
    >>> found = moran([9.0, 8.0, 5.0, 1.0, 2.0], weights, permutations=99)
    >>> float(found.i), found.expected, float(found.z_random.round(3)), float(found.p_random.round(3))
    (0.72, -0.25, 2.004, 0.045)
    """
    option(islands, ISLANDS, "islands")
    option(tails, TAILS, "tails")
    _whole(permutations)
    x = finite(x, "x")
    near = links(near_one(checked(weights, x.shape[-1]), axis=(0, 1)))
    if islands == "drop":
        taken = ~alone(near)
        x, near = x[..., taken], near[taken][:, taken]
    n = x.shape[-1]
    s0 = near.sum()
    undefined = np.full(x.shape[:-1], np.nan)
    if n < 2 or s0 == 0:
        return Moran(undefined, -1 / (n - 1) if n > 1 else np.nan, *[undefined] * 7)
    z = _standard(x)
    i = (z * lag_of(near, z)).sum(axis=-1) / s0
    expected = -1 / (n - 1)
    s1 = near.power(2).sum() + near.multiply(near.T).sum()
    s2 = ((near.sum(axis=1) + near.sum(axis=0)) ** 2).sum()
    normal = (n**2 * s1 - n * s2 + 3 * s0**2) / ((n**2 - 1) * s0**2) - expected**2
    random = undefined
    if n > 3:
        kurtosis = (z**4).mean(axis=-1)
        a = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
        b = kurtosis * ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
        random = (a - b) / ((n - 1) * (n - 2) * (n - 3) * s0**2) - expected**2
    normal = np.where(np.isnan(i), np.nan, normal)
    z_normal, p_normal = _test(i - expected, normal)
    z_random, p_random = _test(i - expected, random)
    p_permuted = undefined
    if permutations:
        p_permuted = np.where(
            _is_fixed(z, near, random), np.nan, _permuted(z, near, i, permutations, seed, tails)
        )
    return Moran(i, expected, normal, z_normal, p_normal, random, z_random, p_random, p_permuted)


def local_moran(
    x: ArrayLike,
    weights: ArrayLike,
    denominator: str = "n_minus_1",
    islands: str = "keep",
    *,
    permutations: int = 999,
    seed: int = 0,
    tails: str = "two",
) -> LocalMoran:
    """Local Moran's I: the share of each region in spatial autocorrelation, and its kind.

    I_i = z_i sum_j w_ij z_j / m, z = x - mean, m = sum z^2 / n, or / (n - 1). With n the I_i sum to S0 I.
    Quadrant: `high` is above the mean; the mean itself is low. A region or a lag within rounding of the mean
    is at it.

    Shapes: x (..., n), weights (n, n), diagonal 0, not standardised here -> LocalMoran of (..., n).
    denominator: `n_minus_1` (PySAL, GeoDa) or `n` (Anselin). islands, seed, tails: as `moran`; an island has
    no quadrant and no p.
    permutations: how often the neighbours of each region are drawn anew from all others, its own value staying
    where it is; 0: no p. Of k neighbours with equal weights among n - 1 others there are C(n - 1, k) draws, so that
    no p is below 1 / C(n - 1, k), nor below 1 / (permutations + 1); with `two` twice that. p_least says it, and an
    estimate below it is raised to it.
    Undefined: a constant x, one region; p where I_i is the same for every draw (a region at the mean, or one with
    the same weight for all others). Errors: as `moran`.
    Time O(n^2) to read the weights, O(links permutations) for a series. Source: Anselin (1995).

    >>> from nianjian.methods.neighbours import contiguity, row_standardised
    >>> weights = row_standardised(contiguity([[0, 1], [1, 2], [2, 3], [3, 4]], 5))
    >>> found = local_moran([9.0, 8.0, 5.0, 1.0, 2.0], weights, permutations=99)
    >>> found.i.round(3), found.quadrant
    (array([ 0.96,  0.48, -0.  ,  0.48,  0.96]), array([1, 1, 3, 3, 3]))
    """
    option(denominator, DENOMINATORS, "denominator")
    option(islands, ISLANDS, "islands")
    option(tails, TAILS, "tails")
    _whole(permutations)
    x = finite(x, "x")
    near = links(checked(weights, x.shape[-1]))
    is_island = alone(near)
    taken = ~is_island if islands == "drop" else np.ones(len(is_island), dtype=bool)
    n = int(taken.sum())
    i, lag, p, least = (np.full(x.shape, np.nan) for _ in range(4))
    quadrant = np.zeros(x.shape, dtype=int)
    if n < 2:
        return LocalMoran(i, lag, quadrant, p, p, least)
    z, near = _standard(x[..., taken]), near[taken][:, taken]
    lag[..., taken] = lag_of(near, z)
    i[..., taken] = z * lag[..., taken] * (1 if denominator == "n" else (n - 1) / n)
    is_high, is_among_high = z > TIE, lag[..., taken] > TIE * near.sum(axis=1)
    kind = np.where(is_high, np.where(is_among_high, 1, 4), np.where(is_among_high, 2, 3))
    quadrant[..., taken] = np.where(np.isnan(z) | is_island[taken], 0, kind)
    if permutations:
        estimate = _conditional(z, near, lag[..., taken], permutations, seed, tails)
        bound = np.where(np.isnan(estimate), np.nan, _least_p(near, permutations, tails))
        least[..., taken], p[..., taken] = bound, np.maximum(estimate, bound)
    return LocalMoran(i, lag, quadrant, p, false_discovery(p), least)


def _standard(x: Floats) -> Floats:
    """Standard scores, divisor n; NaN for a constant series, which rounding may leave a tiny spread."""
    span = np.ptp(x, axis=-1, keepdims=True)
    z = (x - x.mean(axis=-1, keepdims=True)) / np.where(span > 0, span, np.nan)
    return z / np.sqrt((z**2).mean(axis=-1, keepdims=True))


def _test(difference: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """z and two-sided p; NaN without a variance, as of regions that are all neighbours of all."""
    has_spread = variance > TIE
    z = np.divide(
        difference,
        np.sqrt(np.where(has_spread, variance, 1.0)),
        out=np.full(np.shape(difference), np.nan),
        where=has_spread,
    )
    return z, normal_p(z)


def _is_fixed(z: Floats, near: csr_array, variance: Floats) -> NDArray[np.bool_]:
    """Whether I is the same however x is shuffled. Of three regions or fewer, whose variance has no formula, by trying every
    order."""
    n = z.shape[-1]
    if n > 3:
        return np.asarray(variance <= TIE)
    every = np.stack([z[..., order] for order in permutations_of(range(n))])
    return np.ptp((every * lag_of(near, every)).sum(axis=-1), axis=0) <= TIE * near.sum()


def _least_p(near: csr_array, permutations: int, tails: str) -> Floats:
    """(n,): the least pseudo p, by how many different draws of neighbours there are for a region's weights."""
    n, ends = near.shape[0], near.indptr
    draws = np.empty(n)
    for region in range(n):
        _, alike = np.unique(near.data[ends[region] : ends[region + 1]], return_counts=True)
        rest = n - 1 - alike.sum()
        draws[region] = gammaln(n) - gammaln(rest + 1) - gammaln(alike + 1).sum()
    least = np.maximum(np.exp(-draws), 1 / (permutations + 1))
    return least if tails == "one" else np.minimum(2 * least, 1.0)


def _permuted(z: Floats, near: csr_array, i: Floats, permutations: int, seed: int, tails: str) -> Floats:
    n, s0 = z.shape[-1], near.sum()
    random, places = np.random.default_rng(seed), np.tile(np.arange(n), (max(1, BLOCK // n), 1))
    at_least, at_most = np.zeros(i.shape, dtype=int), np.zeros(i.shape, dtype=int)
    for start in range(0, permutations, len(places)):
        orders = random.permuted(places[: permutations - start], axis=1)
        for series in np.ndindex(i.shape):
            shuffled = z[series][orders]
            found = np.einsum("pn,pn->p", shuffled, lag_of(near, shuffled)) / s0
            at_least[series] += (found >= i[series] - TIE).sum()
            at_most[series] += (found <= i[series] + TIE).sum()
    return np.where(np.isnan(i), np.nan, pseudo_p(at_least, at_most, permutations, tails))


def _conditional(z: Floats, near: csr_array, lag: Floats, permutations: int, seed: int, tails: str) -> Floats:
    """Pseudo p of each region: its value stays, its neighbours are drawn from the n - 1 others."""
    n, ends = z.shape[-1], near.indptr
    draws = np.random.default_rng(seed).permuted(np.tile(np.arange(n - 1), (permutations, 1)), axis=1)
    # (most neighbours, permutations): the first k rows are draws of k without replacement.
    draws = np.ascontiguousarray(draws[:, : np.diff(ends).max()].T)
    p = np.full(z.shape, np.nan)
    for region in np.flatnonzero(np.diff(ends)):
        weights = near.data[ends[region] : ends[region + 1]]
        places = draws[: len(weights)]
        others = z[..., places + (places >= region)]  # the n - 1 others, numbered past the region itself
        own = z[..., region, None]
        found = own * np.einsum("...kp,k->...p", others, weights)
        observed, rounding = own * lag[..., region, None], TIE * weights.sum()
        at_least = (found >= observed - rounding).sum(axis=-1)
        at_most = (found <= observed + rounding).sum(axis=-1)
        is_fixed = (at_least == permutations) & (at_most == permutations)
        p[..., region] = np.where(is_fixed, np.nan, pseudo_p(at_least, at_most, permutations, tails))
    return np.where(np.isnan(z), np.nan, p)


def _whole(permutations: int) -> None:
    if not isinstance(permutations, int | np.integer) or permutations < 0:
        raise MethodError(f"permutations is {permutations!r}: must be a whole number from 0")
