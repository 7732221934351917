"""Coupling and coordination of subsystems, and the bands that name their stages."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nianjian.methods.checks import Floats, MethodError, columns_of, finite, non_negative, option, refuse
from nianjian.methods.weights import fixed_weights

VERSION = "1.1"

FORMS = ("half", "unit", "wang")
OUTER_EDGE_ROUNDING = 1e-9


class Coupling(NamedTuple):
    """Each (...): U, T, D, and whether U is undefined (all subsystems 0)."""

    degree: Floats
    development: Floats
    coordination: Floats
    undefined: NDArray[np.bool_]


def coupling(p: ArrayLike, contribution: ArrayLike, form: str = "half") -> Coupling:
    """Coupling degree U, development T = sum a_i P_i, coordination D = sqrt(U T) of k subsystems.

    form `half` (k = 2 only): U = sqrt(P1 P2) / (P1 + P2), at most 0.5. form `unit`:
    U = [prod P / (mean P)^k]^(1/k), at most 1; for k = 2 twice the other. form `wang`, for P up to 1:
    U = sqrt((1 - mean |P_i - P_j|) (prod P / max P^k)^(1/(k-1))), the mean over the pairs: at most 1, and spread over
    [0, 1] where `unit` lies close to 1.

    Shapes: p (..., k) scores of the subsystems, not negative; contribution (k,) summing to 1 -> Coupling of
    (...). No unit. Where all P are 0: undefined is True, degree NaN (the caller turns it to null),
    coordination 0. U and T stay within their mathematical bounds (0.5 or 1; the largest P): rounding past
    them is cut.
    Errors: NaN, infinity, a negative p, contributions that do not sum to 1, `half` with k other than 2, `wang`
    with one subsystem or a p above 1.
    Source: Regional Economic Review 2025 no. 3, article bth, lines 11801 (U) and 11887 (D, after 廖重斌 1999); 王淑佳 et
    al. (2021) for `wang`.

    >>> c = coupling([[0.4, 0.1], [0.5, 0.5], [0.0, 0.0]], [0.5, 0.5])
    >>> c.degree
    array([0.4, 0.5, nan])
    >>> c.coordination.round(4), c.undefined
    (array([0.3162, 0.5   , 0.    ]), array([False, False,  True]))
    """
    option(form, FORMS, "form")
    p = non_negative(p, "p")
    contribution = fixed_weights(columns_of(contribution, p, "contribution"))
    k = p.shape[-1]
    if form == "half" and k != 2:
        raise MethodError(f"form is 'half': needs 2 subsystems, not {k}")
    if form == "wang":
        if k < 2:
            raise MethodError("form is 'wang': needs 2 subsystems or more, not 1")
        refuse(p > 1, p, "p", "must not be above 1 in the form 'wang'")
    largest = p.max(axis=-1)
    undefined = largest == 0
    # U does not change with the scale of p; shares of the sum keep the product from underflow.
    relative = p / np.where(undefined, 1.0, largest)[..., None]
    relative = relative / np.where(undefined, 1.0, relative.sum(axis=-1))[..., None]
    if form == "half":
        degree = np.minimum(np.sqrt(relative.prod(axis=-1)), 0.5)
    elif form == "wang":
        degree = _wang(p, largest, undefined)
    else:
        degree = np.minimum((relative * k).prod(axis=-1) ** (1 / k), 1.0)
    development = np.minimum(p @ contribution, largest)
    return Coupling(
        np.where(undefined, np.nan, degree), development, np.sqrt(degree * development), undefined
    )


def relative_development(p: ArrayLike) -> Floats:
    """Relative development of two subsystems: P1 / P2. Below 1 the first lags, above 1 it leads.

    Shapes: p (..., 2), not negative -> (...), no unit. NaN, which the caller turns to null, where P2 is 0.
    Errors: NaN, infinity, a negative p, another number of subsystems, a ratio too large for a float.

    >>> relative_development([[0.4, 0.1], [0.3, 0.0]])
    array([ 4., nan])
    """
    p = non_negative(p, "p")
    if p.shape[-1] != 2:
        raise MethodError(f"p has {p.shape[-1]} subsystems: needs 2")
    first, second = p[..., 0], p[..., 1]
    with np.errstate(over="ignore"):
        ratio = np.divide(first, second, out=np.full(first.shape, np.nan), where=second > 0)
    refuse(np.isinf(ratio), ratio, "ratio", "too large for a float")
    return ratio


def _wang(p: Floats, largest: Floats, undefined: NDArray[np.bool_]) -> Floats:
    k = p.shape[-1]
    ascending = np.sort(p, axis=-1)
    # In ascending order the i-th value is the larger one of i pairs and the smaller one of k - 1 - i.
    gaps = (ascending * (2 * np.arange(k) - (k - 1))).sum(axis=-1) / (k * (k - 1) / 2)
    balance = (p / np.where(undefined, 1.0, largest)[..., None]).prod(axis=-1) ** (1 / (k - 1))
    return np.sqrt(np.clip(1 - gaps, 0, 1) * balance)


def band(values: ArrayLike, edges: ArrayLike) -> NDArray[np.int_]:
    """Number, from 0, of the band of each value: band b holds edges[b] <= value < edges[b + 1].

    Shapes: values (...), edges (b + 1,) ascending -> (...), integers. The top edge belongs to the last band.
    NaN (an undefined degree) gives -1. Inner edges are compared exactly: 0.30000000000000004 lies in the band
    that starts at 0.3, 0.29999999999999993 in the one below; who wants it otherwise rounds before. Past an
    outer edge, a value within 1e-9 is rounding and belongs to the outer band; farther out it is an error.
    Errors: a value outside, edges that do not ascend, fewer than two of them.

    >>> band([0.0, 0.05, 0.1, 0.95, 1.0, float("nan")], [0.0, 0.1, 0.9, 1.0])
    array([ 0,  0,  1,  2,  2, -1])
    """
    values = np.asarray(values, dtype=float)
    edges = finite(edges, "edges")
    if edges.ndim != 1 or len(edges) < 2:
        raise MethodError(f"edges has shape {edges.shape}: needs at least 2 values in one row")
    refuse(np.diff(edges) <= 0, edges[:-1], "edges", "must be below the next edge")
    outside = (values < edges[0] - OUTER_EDGE_ROUNDING) | (values > edges[-1] + OUTER_EDGE_ROUNDING)
    refuse(outside, values, "values", f"must lie in [{edges[0]}, {edges[-1]}]")
    number = np.searchsorted(edges, values, side="right") - 1
    return np.where(np.isnan(values), -1, np.clip(number, 0, len(edges) - 2))
