"""Inequality between regions of a non-negative quantity: Gini after Dagum, Theil, and two ratios."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nianjian.methods.checks import Floats, MethodError, finite, non_negative, option, refuse
from nianjian.methods.scaling import entropy_excess, log_excess, mean_of, near_one

VERSION = "1.1"

DENOMINATORS = ("n", "n_minus_1")
# Values of the running sums held at a time; bounds memory and keeps them in the cache of the processor.
BLOCK = 2**14


class Dagum(NamedTuple):
    """Result of `dagum`; k groups, leading axes as those of y.

    gini (...); within (..., k) G_jj; between (..., k, k) G_jh, symmetric, its diagonal G_jj;
    economic_distance (..., k, k) D_jh, symmetric, diagonal 0; the contributions G_w, G_nb, G_t (...), which
    add up to gini; their shares of gini (...); p (k,) share of units, s (..., k) share of the quantity.
    """

    gini: Floats
    within: Floats
    between: Floats
    economic_distance: Floats
    contribution_within: Floats
    contribution_between: Floats
    contribution_transvariation: Floats
    share_within: Floats
    share_between: Floats
    share_transvariation: Floats
    p: Floats
    s: Floats


class Theil(NamedTuple):
    """Each (...): the index, its part within groups and its part between them."""

    total: Floats
    within: Floats
    between: Floats


def gini(y: ArrayLike, denominator: str = "n", unit_weights: ArrayLike | None = None) -> Floats:
    """Gini coefficient: sum_ir |y_i - y_r| / (2 n^2 mean); with `n_minus_1`, n (n - 1) in place of n^2.

    Shapes: y (..., n) -> (...), no unit. unit_weights (n,) or (..., n), e.g. population, count unit i w_i
    times: sum w_i w_r |y_i - y_r| / (2 W^2 mean). Exact, O(n log n). All zero: 0. One unit: 0.
    Errors: NaN, infinity, a negative value or weight, weights with `n_minus_1` (W is no count of units).
    Source: Gini (1912).

    >>> float(gini([1.0, 2.0, 3.0, 4.0]))
    0.25
    >>> gini([[0.0, 0.0], [1.0, 3.0]], denominator="n_minus_1")
    array([0. , 0.5])
    """
    y = non_negative(y, "y")
    return dagum(y, np.zeros(y.shape[-1], dtype=int), denominator, unit_weights).gini


def dagum(
    y: ArrayLike, groups: ArrayLike, denominator: str = "n", unit_weights: ArrayLike | None = None
) -> Dagum:
    """Gini coefficient and its decomposition by groups after Dagum: G = G_w + G_nb + G_t.

    G = sum |y_i - y_r| / (2 n^2 mean); G_jj the same inside group j; G_jh = mean |y_i - y_r| / (mu_j + mu_h)
    over i in j, r in h. With p_j = n_j / n and s_j = n_j mu_j / (n mean): G_w = sum_j G_jj p_j s_j;
    G_nb = sum_{j<h} G_jh (p_j s_h + p_h s_j) D_jh; G_t the same with 1 - D_jh. D_jh = (d - p) / (d + p), d
    and p the first moments of the differences in favour of, and against, the richer group; 0 / 0 -> 0.

    Shapes: y (..., n), groups (n,) of 0..k-1, the same for every series -> Dagum. No unit.
    unit_weights (n,) or (..., n), e.g. population, count unit i w_i times; p then has the axes of weights.
    `n_minus_1` leaves the pairs of a unit with itself out of every mean: G, G_w, G_nb and G_t are multiplied
    by n / (n - 1), G_jj by n_j / (n_j - 1) (0 for a group of one), G_jh and D_jh stay; the sum still holds.
    All zero (mean 0): G, its parts and all shares are 0. No inequality: the shares are 0.
    Errors: NaN, infinity, a negative value or weight, an empty group (or one of weight 0), weights with
    `n_minus_1`.
    Time O(n log n + n k^2), memory O(n + BLOCK) for one series. Source: Dagum (1997).

    >>> d = dagum([1.0, 2.0, 3.0, 6.0], [0, 0, 1, 1])
    >>> float(d.gini.round(4)), d.within.round(4)
    (0.3333, array([0.1667, 0.1667]))
    >>> float(d.contribution_within.round(4)), float(d.contribution_between.round(4))
    (0.0833, 0.25)
    """
    option(denominator, DENOMINATORS, "denominator")
    y = non_negative(y, "y")
    groups, k = _groups(groups, y.shape[-1])
    counts = np.bincount(groups, minlength=k).astype(float)
    if unit_weights is not None and denominator == "n_minus_1":
        raise MethodError("denominator is 'n_minus_1': has no meaning with unit_weights")
    weights = np.ones(y.shape[-1]) if unit_weights is None else _unit_weights(unit_weights, y)
    # Powers of two leave every result as it is, to the last digit, and keep tiny and huge values from under- and overflow.
    y = near_one(y, axis=-1)
    size = _sum_by_group(weights, groups, k)
    refuse(size <= 0, size, "weight of group ", "must be above 0")
    amount = _sum_by_group(y * weights, groups, k)
    all_size = size.sum(axis=-1)
    all_amount = amount.sum(axis=-1)

    below = _excess(y, groups, k, weights)  # sum of w_i w_r (y_r - y_i) over i in j, r in h, y_i < y_r
    pairs = below + np.swapaxes(below, -1, -2)
    net = np.abs(below - np.swapaxes(below, -1, -2))
    between = _ratio(
        pairs, size[..., :, None] * amount[..., None, :] + size[..., None, :] * amount[..., :, None]
    )
    distance = _ratio(net, pairs)
    # G_jh (p_j s_h + p_h s_j) = pairs_jh / (n^2 mean): the parts of G are sums of pairs over one denominator.
    whole = all_size * all_amount
    within_sum = np.trace(below, axis1=-2, axis2=-1)
    net_sum = np.triu(net, 1).sum(axis=(-1, -2))
    # Against the net direction a pair of groups has (pairs - net) / 2 = min(d, p); twice that is 1 - D of it.
    crossing = np.minimum(below, np.swapaxes(below, -1, -2))
    crossing_sum = 2 * np.triu(crossing, 1).sum(axis=(-1, -2))
    parts = [_ratio(part, whole) for part in (within_sum, net_sum, crossing_sum)]
    within = np.diagonal(between, axis1=-2, axis2=-1).copy()

    if denominator == "n_minus_1":
        parts = [part * _ratio(all_size, all_size - 1) for part in parts]
        within = within * _ratio(counts, counts - 1)
        between = np.where(np.eye(k, dtype=bool), within[..., None, :], between)
    total = parts[0] + parts[1] + parts[2]
    shares = [_ratio(part, total) for part in parts]
    return Dagum(
        total,
        within,
        between,
        distance,
        *parts,
        *shares,
        p=size / all_size[..., None],
        s=_ratio(amount, all_amount[..., None]),
    )


def theil(y: ArrayLike, groups: ArrayLike | None = None, index: str = "T") -> Theil:
    """Theil index and its parts within and between groups.

    T = (1/n) sum (y / mean) ln(y / mean), 0 ln 0 = 0;
    within = sum_j s_j T_j, between = sum_j s_j ln(mu_j / mean).
    L = (1/n) sum ln(mean / y); within = sum_j p_j L_j, between = sum_j p_j ln(mean / mu_j).
    p_j and s_j: share of units and of the quantity.

    Shapes: y (..., n), groups (n,) of 0..k-1 -> Theil of (...), no unit. Without groups all is within.
    All zero: T = 0. Errors: NaN, infinity, a negative value, an empty group, a zero with L (ln 0).
    Source: Theil (1967).

    >>> t = theil([1.0, 2.0, 3.0, 6.0], [0, 0, 1, 1])
    >>> [round(float(part), 4) for part in t]
    [0.1874, 0.0566, 0.1308]
    """
    option(index, ("T", "L"), "index")
    y = non_negative(y, "y")
    if index == "L":
        refuse(y == 0, y, "y", "must be above 0 for the L index")
    y = near_one(y, axis=-1)
    groups, _ = _groups(np.zeros(y.shape[-1], dtype=int) if groups is None else groups, y.shape[-1])
    mean = mean_of(y)
    group_mean = np.empty_like(y)
    for group in np.unique(groups):
        group_mean[..., groups == group] = mean_of(y[..., groups == group])
    # By deviations from the mean, so that nearly equal values do not cancel and equal ones give 0.
    excess = log_excess if index == "L" else entropy_excess
    share = np.ones_like(y) if index == "L" else _ratio(group_mean, mean)
    within = (share * excess(_ratio(y - group_mean, group_mean))).mean(axis=-1)
    between = excess(_ratio(group_mean - mean, mean)).mean(axis=-1)
    return Theil(within + between, within, between)


def coefficient_of_variation(y: ArrayLike, ddof: int = 0) -> Floats:
    """Coefficient of variation: standard deviation (divisor n - ddof) over mean.

    Shapes: y (..., n) -> (...), no unit. All zero: 0. Errors: NaN, infinity, a negative value, n <= ddof.

    >>> float(coefficient_of_variation([1.0, 3.0]))
    0.5
    """
    y = non_negative(y, "y")
    if y.shape[-1] <= ddof:
        raise MethodError(f"y has {y.shape[-1]} values: needs more than ddof = {ddof}")
    y = near_one(y, axis=-1)
    mean = mean_of(y)
    variance = ((y - mean) ** 2).sum(axis=-1) / (y.shape[-1] - ddof)
    return _ratio(np.sqrt(variance), mean[..., 0])


def percentile_ratio(y: ArrayLike, upper: float = 90, lower: float = 10) -> Floats:
    """Ratio of two percentiles, by linear interpolation: P90 / P10.

    Shapes: y (..., n) -> (...), no unit. A lower percentile of 0 has no ratio: NaN, which the caller turns to
    null.
    Errors: NaN, infinity, a negative value, percentiles outside [0, 100].

    >>> float(percentile_ratio([1.0, 2.0, 3.0, 4.0, 5.0], upper=75, lower=25))
    2.0
    """
    y = non_negative(y, "y")
    for name, value in (("upper", upper), ("lower", lower)):
        if not 0 <= value <= 100:
            raise MethodError(f"{name} is {value}: must lie in [0, 100]")
    top, bottom = np.percentile(y, [upper, lower], axis=-1)
    return np.divide(top, bottom, out=np.full_like(top, np.nan), where=bottom > 0)


def _excess(y: Floats, groups: NDArray[np.intp], k: int, weights: Floats) -> Floats:
    """(..., k, k): sum of w_i w_r (y_r - y_i) over the pairs i in j, r in h with y_i < y_r.

    Between two neighbours in sorted order every pair that straddles the gap counts it once:
    sum over gaps of gap * (weight of j below) * (weight of h above). No term is negative, so none cancels.
    """
    lead, n = y.shape[:-1], y.shape[-1]
    series = y.reshape(-1, n)
    weights = np.broadcast_to(weights, y.shape).reshape(-1, n) if weights.ndim > 1 else weights
    order = np.argsort(series, axis=-1)
    series = np.take_along_axis(series, order, axis=-1)
    numbers = np.arange(k)[:, None]
    block = max(1, BLOCK // (len(series) * k))

    def members(start: int) -> Floats:
        """Weights by group, (series, k, units of the block)."""
        units = order[:, start : start + block]
        unit_weight = weights[units] if weights.ndim == 1 else np.take_along_axis(weights, units, axis=-1)
        return (groups[units][:, None, :] == numbers) * unit_weight[:, None, :]

    starts = range(0, n, block)
    # What lies above is summed from the top and not taken as total less below, which would leave the rounding of the
    # weights standing where nothing is left, times the largest gap.
    beyond = [np.zeros((len(series), k, 1))]
    for start in reversed(starts[1:]):
        beyond.append(beyond[-1] + members(start).sum(axis=-1, keepdims=True))
    below = np.zeros((len(series), k, 1))
    result = np.zeros((len(series), k, k))
    for start, top in zip(starts, reversed(beyond), strict=True):
        gap = np.diff(series[:, start : start + block + 1], axis=-1)
        member = members(start)
        running = np.cumsum(member, axis=-1) + below
        above = np.flip(np.cumsum(np.flip(member, -1), axis=-1), -1)[..., 1:]
        above = np.concatenate([above, np.zeros_like(top)], axis=-1) + top
        steps = gap.shape[-1]
        # einsum, not @: these products are thin, and BLAS threads that wait for a busy core cost far more.
        result += np.einsum("bjt,bht->bjh", running[..., :steps] * gap[:, None, :], above[..., :steps])
        below = running[:, :, -1:]
    return result.reshape(*lead, k, k)


def _groups(groups: ArrayLike, n: int) -> tuple[NDArray[np.intp], int]:
    """Group numbers checked: one for each unit, whole, 0..k-1, none empty."""
    given = finite(groups, "groups")
    if given.shape != (n,):
        raise MethodError(f"groups has shape {given.shape}: must be ({n},), one for each unit")
    refuse((given < 0) | (given != np.floor(given)), given, "groups", "must be a whole number from 0")
    numbers = given.astype(np.intp)
    counts = np.bincount(numbers)
    refuse(counts == 0, counts, "members of group ", "a group must not be empty")
    return numbers, len(counts)


def _unit_weights(unit_weights: ArrayLike, y: Floats) -> Floats:
    weights = non_negative(unit_weights, "unit_weights")
    if weights.shape not in (y.shape, y.shape[-1:]):
        raise MethodError(
            f"unit_weights has shape {weights.shape}: must be {y.shape[-1:]} or that of y, {y.shape}"
        )
    return near_one(weights, axis=-1)


def _sum_by_group(values: Floats, groups: NDArray[np.intp], k: int) -> Floats:
    """(..., n) -> (..., k)."""
    member = ((groups == j).astype(float) for j in range(k))
    return np.stack([np.einsum("...n,n->...", values, each) for each in member], axis=-1)


def _ratio(part: Floats, whole: Floats) -> Floats:
    """part / whole, 0 where whole is 0."""
    part, whole = np.broadcast_arrays(part, whole)
    return np.divide(part, whole, out=np.zeros(part.shape), where=whole > 0)
