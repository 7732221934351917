"""Geodetector: how much of an outcome the strata of a factor explain, alone and in pairs."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from nianjian.methods.checks import Floats, MethodError, finite, non_negative, option

VERSION = "1.0"

NONCENTRALITIES = ("n_minus_1", "n", "zero")
# In this order are the numbers of `Interactions.kind`.
INTERACTIONS = (
    "nonlinear_weaken",
    "univariate_weaken",
    "bivariate_enhance",
    "independent",
    "nonlinear_enhance",
)
# Rows of pairs held at a time; bounds memory and keeps them in the cache of the processor.
BLOCK = 2**16

Ints = NDArray[np.int64]


class Factors(NamedTuple):
    """Result of `factors`, each (m,): q, F, lambda, p, masked where undefined, and the number of strata."""

    q: np.ma.MaskedArray
    f: np.ma.MaskedArray
    noncentrality: np.ma.MaskedArray
    p: np.ma.MaskedArray
    strata: Ints


class Interactions(NamedTuple):
    """Result of `interactions`, one value for each pair of factors: (m (m - 1) / 2,).

    first < second: the factors; q of their common strata, masked where undefined; kind: place in
    INTERACTIONS, masked likewise; the number of common strata that have a member.
    """

    first: Ints
    second: Ints
    q: np.ma.MaskedArray
    kind: np.ma.MaskedArray
    strata: Ints


def factors(y: ArrayLike, strata: ArrayLike, noncentrality: str = "n_minus_1") -> Factors:
    """Factor detector: the share q of the variance of y that lies between the strata of each factor, with p.

    q = 1 - SSW / SST; SSW = sum_h sum_{i in h} (y_i - mu_h)^2, SST = sum_i (y_i - mu)^2, h = 1..L.
    F = (n - L) q / ((L - 1)(1 - q)); p = P(F(L - 1, n - L; lambda) > F), noncentral, and
    lambda = [sum_h mu_h^2 - (sum_h sqrt(n_h) mu_h)^2 / n] / s^2.
    s^2 = SST / (n - 1) or SST / n. `zero` sets lambda = 0: p is that of the one-way analysis of variance.
    The published lambda changes if a constant is added to y, unless all strata have one size; q and F do not.

    Shapes: y (n,), strata (n, m) or (n,) -> Factors of (m,). Equal numbers are one stratum; q and p have no
    unit. A stratum of one member stays in: it adds nothing to SSW. y constant: q, F, lambda, p masked. One
    stratum: q = 0, F and p masked; n strata: q = 1, F and p masked. q = 1 otherwise: F infinite, p = 0.
    Errors: NaN, infinity, unequal numbers of rows, another option.
    Time O(m n log n). Source: Wang et al. (2010); p after Wang, Zhang and Fu (2016).

    >>> found = factors([1.0, 2.0, 3.0, 6.0], [[0, 0], [0, 1], [1, 0], [1, 1]])
    >>> found.q.round(4).tolist(), found.f.round(4).tolist()
    ([0.6429, 0.2857], [3.6, 0.8])
    >>> found.noncentrality.round(4).tolist(), found.p.round(4).tolist()
    ([0.9643, 0.4286], [0.325, 0.5413])
    >>> factors([1.0, 2.0, 3.0, 6.0], [0, 0, 1, 1], noncentrality="zero").p.round(4).tolist()
    [0.1982]
    """
    option(noncentrality, NONCENTRALITIES, "noncentrality")
    y, codes = _checked(y, strata)
    n, sizes = len(y), codes.max(axis=1) + 1
    centred, total = _centred(y)
    if not total:
        return Factors(*(_masked(np.zeros(len(codes)), True) for _ in range(4)), sizes)
    counts, means, within = _strata(centred, codes, sizes.max())
    q = _q(within, total)
    is_tested = (sizes > 1) & (sizes < n)
    between, left = np.where(is_tested, sizes - 1, 1), np.where(is_tested, n - sizes, 1)
    with np.errstate(divide="ignore"):
        f = (total - within).clip(0) / between / (within / left)

    # In units of the scaled outcome, of which only the mean was taken out: lambda needs it back. With
    # u_h = sqrt(n_h / n), a unit vector, the bracket is |mu - u (u . mu)|^2: no large numbers cancel.
    middle, scale = _middle_and_scale(y)
    level = np.where(counts > 0, means + middle / scale, 0.0)
    unit = np.sqrt(counts / n)
    off = level - unit * np.einsum("mk,mk->m", unit, level)[:, None]
    spread = total / (n if noncentrality == "n" else n - 1)
    far = np.zeros(len(q)) if noncentrality == "zero" else np.einsum("mk,mk->m", off, off) / spread
    return Factors(
        _masked(q, False),
        _masked(f, ~is_tested),
        _masked(far, False),
        _masked(_beyond(f, between, left, far), ~is_tested),
        sizes,
    )


def interactions(y: ArrayLike, strata: ArrayLike, tolerance: float = 1e-9) -> Interactions:
    """Interaction detector: q of the common strata of every pair of factors, and the kind of interaction.

    A common stratum holds the rows that agree in both factors. It lies inside one stratum of each, so
    q_pair >= max(q_first, q_second): the two weakening kinds can only come out as a tie. See `interaction`.

    Shapes: y (n,), strata (n, m), m >= 2 -> Interactions of (m (m - 1) / 2,). A common stratum of one member
    stays in. y constant: q and kind masked. Errors: as `factors`, fewer than two factors.
    Time O(m^2 n), memory O(m n + BLOCK). Source: Wang et al. (2010).

    >>> found = interactions([1.0, 2.0, 3.0, 6.0], [[0, 0], [0, 1], [1, 0], [1, 1]])
    >>> found.q.tolist(), [INTERACTIONS[kind] for kind in found.kind]
    ([1.0], ['nonlinear_enhance'])
    """
    y, codes = _checked(y, strata)
    m, n = codes.shape
    if m < 2:
        raise MethodError(f"strata has {m} factor: a pair needs two")
    first, second = np.triu_indices(m, 1)
    centred, total = _centred(y)
    most = int(codes.max()) + 1
    within = np.empty(len(first))
    sizes = np.empty(len(first), dtype=np.int64)
    step = max(1, BLOCK // n)
    for start in range(0, len(first), step):
        block = slice(start, start + step)
        common = codes[first[block]] * most + codes[second[block]]
        cells = most * most
        if cells > 8 * n:  # many strata, most of their crossings empty: number only those that are there
            common = _numbered(common)
            cells = int(common.max()) + 1
        counts, _, within[block] = _strata(centred, common, cells)
        sizes[block] = np.count_nonzero(counts, axis=1)
    if not total:
        nothing = np.zeros(len(first))
        return Interactions(first, second, _masked(nothing, True), _masked(nothing.astype(int), True), sizes)
    single = _q(_strata(centred, codes, most)[2], total)
    q = _q(within, total)
    kind = interaction(single[first], single[second], q, tolerance)
    return Interactions(first, second, _masked(q, False), _masked(kind, False), sizes)


def interaction(q_first: ArrayLike, q_second: ArrayLike, q_pair: ArrayLike, tolerance: float = 1e-9) -> Ints:
    """Kind of interaction of two factors from their q and that of the pair: its place in INTERACTIONS.

    |q_pair - (q_first + q_second)| <= tolerance: 3, independent; else above the sum: 4, nonlinear_enhance;
    else above max + tolerance: 2, bivariate_enhance; else below min - tolerance: 0, nonlinear_weaken; else 1,
    univariate_weaken, which so holds a pair that equals the larger or the smaller of the two.

    Shapes: broadcast (...). Errors: NaN, infinity, a negative tolerance. Source: Wang et al. (2010); the
    table of kinds has no row for a tie with the larger or the smaller.

    >>> interaction([0.3, 0.3, 0.3, 0.3], [0.2, 0.2, 0.2, 0.0], [0.6, 0.4, 0.3, 0.3])
    array([4, 2, 1, 3])
    """
    first, second = finite(q_first, "q_first", 0), finite(q_second, "q_second", 0)
    pair = finite(q_pair, "q_pair", 0)
    tolerance = non_negative(tolerance, "tolerance", 0)
    over_sum = pair - (first + second)
    return np.select(
        [
            np.abs(over_sum) <= tolerance,
            over_sum > 0,
            pair > np.maximum(first, second) + tolerance,
            pair < np.minimum(first, second) - tolerance,
        ],
        [3, 4, 2, 0],
        default=1,
    )


def _checked(y: ArrayLike, strata: ArrayLike) -> tuple[Floats, Ints]:
    """y (n,) and the strata of each factor numbered from 0 (m, n)."""
    y, given = finite(y, "y"), finite(strata, "strata")
    if y.ndim != 1 or given.ndim > 2 or len(given) != len(y):
        raise MethodError(f"y has shape {y.shape}, strata {given.shape}: must be (n,) and (n, m) or (n,)")
    return y, _numbered(given.reshape(len(y), -1).T)


def _numbered(labels: NDArray) -> Ints:
    """Labels of each row numbered from 0 in ascending order."""
    order = np.argsort(labels, axis=1, kind="stable")
    ascending = np.take_along_axis(labels, order, axis=1)
    number = np.zeros(labels.shape, dtype=np.int64)
    np.cumsum(ascending[:, 1:] != ascending[:, :-1], axis=1, out=number[:, 1:])
    codes = np.empty_like(number)
    np.put_along_axis(codes, order, number, axis=1)
    return codes


def _middle_and_scale(y: Floats) -> tuple[float, float]:
    """Mean, and the largest distance from it (1 for a constant): keeps squares from over- and underflow."""
    largest = np.abs(y).max() or 1.0
    middle = (y / largest).mean() * largest
    return middle, np.abs(y - middle).max() if y.min() < y.max() else 1.0


def _centred(y: Floats) -> tuple[Floats, float]:
    """y centred and scaled, and its sum of squares; zeros for a constant, whatever its rounding."""
    middle, scale = _middle_and_scale(y)
    centred = (y - middle) / scale if y.min() < y.max() else np.zeros_like(y)
    return centred, float(centred @ centred)


def _strata(centred: Floats, codes: Ints, cells: int) -> tuple[Ints, Floats, Floats]:
    """Of each factor: members and mean of each stratum (m, cells), 0 where empty, and SSW (m,)."""
    m, n = codes.shape
    flat = (codes + np.arange(m)[:, None] * cells).ravel()
    counts = np.bincount(flat, minlength=m * cells)
    sums = np.bincount(flat, np.broadcast_to(centred, (m, n)).ravel(), minlength=m * cells)
    means = sums / np.maximum(counts, 1)
    residuals = centred - means[flat].reshape(m, n)
    within = np.einsum("mn,mn->m", residuals, residuals)
    return counts.reshape(m, cells), means.reshape(m, cells), within


def _q(within: Floats, total: float) -> Floats:
    # Means that are rounded can leave a hair more than there is in all.
    return (1 - within / total).clip(0, 1)


def _beyond(f: Floats, between: Ints, left: Ints, far: Floats) -> Floats:
    """P(F > f). Lambda 0 is not left to scipy's `ncf.sf`, which gives negative values there."""
    central = stats.f.sf(f, between, left)
    noncentral = stats.ncf.sf(f, between, left, np.where(far > 0, far, 1.0))
    return np.where(far > 0, noncentral, central)


def _masked(values: NDArray, mask: ArrayLike) -> np.ma.MaskedArray:
    """Masked array whose hidden values are 0, so that no NaN or infinity lies under the mask."""
    mask = np.broadcast_to(mask, values.shape).copy()
    return np.ma.array(np.where(mask, 0, values), mask=mask)
