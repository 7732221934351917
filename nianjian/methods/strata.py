"""Strata of a numeric factor: its values cut into classes, as the geodetector needs them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nianjian.methods import geodetector
from nianjian.methods.checks import Floats, MethodError, finite, option, refuse

VERSION = "1.0"

METHODS = ("quantile", "natural", "equal", "geometric")
EDGE_SIDES = ("lower", "upper")
# An edge this near to a value, as a share of the largest, is meant to be that value.
# Up to so many distinct values natural breaks are found from a table of all stretches.
FEW = 150
ROUNDING = 1e-13

Ints = NDArray[np.int64]


class Strata(NamedTuple):
    """Result of `cut`: the stratum of each value (n,), numbered from 0 upwards, and the edges between.

    edges (L - 1,) for L strata that have a member, ascending, in the unit of x.
    """

    codes: Ints
    edges: Floats


class Best(NamedTuple):
    """Result of `best_cut`: the strata with the largest q, how they were made, and what else was tried.

    codes (n,); method, k, q of the chosen; tried: the number of candidates, which the p of q knows nothing
    of; q_by_candidate (methods, ks).
    """

    codes: Ints
    method: str
    k: int
    q: float
    tried: int
    q_by_candidate: Floats


def cut(x: ArrayLike, k: int, method: str = "quantile", edge_side: str = "lower") -> Strata:
    """Cut the values of a factor into at most k strata by k - 1 edges.

    quantile: edge j is the value at place 1 + (n - 1) j / k of the sorted values, linear between two.
    natural: the cut with the smallest sum of squares inside strata, found exactly (Fisher-Jenks); of equal
    sums one with lower edges. equal: min + (max - min) j / k. geometric: min (max / min)^(j / k), x > 0.
    A value that lies on an edge belongs to the stratum below it (`lower`: (a, b]) or above it (`upper`:
    [a, b)). `natural` cuts between values: its edges are the largest value below, or the smallest above. An
    edge within 1e-13 of a value, as a share of the largest, is taken to be that value.

    Equal values share a stratum. So there can be fewer than k: with ties at the edges, with gaps (`equal`,
    `geometric`), with fewer distinct values than k. Strata without a member are dropped, the rest numbered.
    A constant factor is one stratum.
    Shapes: x (n,) -> Strata. Errors: NaN, infinity, k below 1, another option, x <= 0 with `geometric`.
    Time O(n log n); natural O(n log n + k u log u) for u distinct values. Source: Hyndman and Fan (1996),
    type 7, for the quantiles; Fisher (1958), Jenks (1977).

    >>> x = [1.0, 2.0, 3.0, 10.0, 11.0, 30.0]
    >>> {method: cut(x, 3, method).codes.tolist() for method in ("quantile", "natural", "equal")}
    {'quantile': [0, 0, 1, 1, 2, 2], 'natural': [0, 0, 0, 1, 1, 2], 'equal': [0, 0, 0, 0, 1, 2]}
    >>> [cut([1.0, 2.0, 2.0, 2.0, 3.0], 2, edge_side=side).codes.tolist() for side in EDGE_SIDES]
    [[0, 0, 0, 0, 1], [0, 1, 1, 1, 1]]
    """
    option(method, METHODS, "method")
    option(edge_side, EDGE_SIDES, "edge_side")
    x = finite(x, "x")
    if x.ndim != 1:
        raise MethodError(f"x has shape {x.shape}: must be one factor, (n,)")
    if not isinstance(k, int | np.integer) or k < 1:
        raise MethodError(f"k is {k!r}: must be a whole number from 1")
    if method == "geometric":
        refuse(x <= 0, x, "x", "must be above 0 for geometric strata")
    ascending = np.sort(x)
    with np.errstate(over="ignore"):
        if not np.isfinite(ascending[-1] - ascending[0]):
            raise MethodError("x spans more than a float holds")
    if method == "quantile":
        edges = _quantile_edges(ascending, int(k))
    elif method == "natural":
        distinct, counts = np.unique(ascending, return_counts=True)
        begins = _natural_begins(distinct, counts, int(k))
        edges = distinct[begins - 1] if edge_side == "lower" else distinct[begins]
    else:
        low, high = np.log(ascending[[0, -1]]) if method == "geometric" else ascending[[0, -1]]
        edges = low + (high - low) * np.arange(1, k) / k
        edges = np.exp(edges) if method == "geometric" else edges
    return _between(x, ascending, edges, "left" if edge_side == "lower" else "right")


def best_cut(
    y: ArrayLike,
    x: ArrayLike,
    ks: ArrayLike,
    methods: tuple[str, ...] = ("quantile", "natural", "equal"),
    edge_side: str = "lower",
) -> Best:
    """The strata of x with the largest q of y among several methods and numbers of strata.

    Of equal q: the smallest k, then the method named first. q grows with the number of strata whatever x is,
    so the largest k tends to win; and as the largest of many it is biased upwards, and its p means nothing.
    State `tried` beside it.

    Shapes: y (n,), x (n,), ks: whole numbers -> Best. Errors: as `cut` and `geodetector.factors`, no
    candidates, y constant.

    >>> found = best_cut([1.0, 2.0, 1.0, 5.0, 6.0, 9.0], [1.0, 2.0, 3.0, 10.0, 11.0, 30.0], ks=[2, 3])
    >>> found.method, found.k, round(found.q, 4), found.tried
    ('natural', 3, 0.9776, 6)
    """
    ks = np.atleast_1d(finite(ks, "ks", 0))
    refuse(ks != np.floor(ks), ks, "ks", "must be a whole number")
    if not methods:
        raise MethodError("methods is empty: needs at least one")
    codes = [cut(x, int(k), method, edge_side).codes for method in methods for k in ks]
    q = geodetector.factors(y, np.column_stack(codes)).q
    if q.mask.any():
        raise MethodError("y is constant: no strata explain it")
    table = q.filled().reshape(len(methods), len(ks))
    # lexsort: the last key counts first.
    k_of, method_of = np.tile(ks, len(methods)), np.repeat(np.arange(len(methods)), len(ks))
    chosen = np.lexsort((method_of, k_of, -table.ravel().round(12)))[0]
    return Best(
        codes[chosen],
        methods[method_of[chosen]],
        int(k_of[chosen]),
        float(table.ravel()[chosen]),
        len(codes),
        table,
    )


def _quantile_edges(ascending: Floats, k: int) -> Floats:
    """Places in whole numbers: an edge that is a value of x is exactly that value."""
    place = (len(ascending) - 1) * np.arange(1, k)
    below, part = place // k, (place % k) / k
    above = np.minimum(below + 1, len(ascending) - 1)
    return ascending[below] + (ascending[above] - ascending[below]) * part


def _between(x: Floats, ascending: Floats, edges: Floats, side: str) -> Strata:
    """Codes without gaps, and the edges that part one stratum from the next."""
    # An edge that misses a value by rounding alone is that value: 1000 ** (1 / 3) is not quite 10.
    reach = ROUNDING * np.abs(ascending[[0, -1]]).max()
    nearest = ascending[np.searchsorted(ascending, edges - reach).clip(max=len(x) - 1)]
    edges = np.where(np.abs(nearest - edges) <= reach, nearest, edges)
    # How many values lie below each edge; an edge is kept if it parts values, and once.
    below = np.searchsorted(ascending, edges, side="right" if side == "left" else "left")
    kept = (below > 0) & (below < len(x)) & (np.diff(below, prepend=0) > 0)
    edges = edges[kept]
    return Strata(np.searchsorted(edges, x, side=side), edges)


def _natural_begins(distinct: Floats, counts: Ints, k: int) -> Ints:
    """First place of every stratum but the lowest, for the smallest sum of squares inside strata.

    Layer by layer: cost of j values in c strata = min over b of cost of b values in c - 1 plus
    squares of b..j-1.
    The best b does not fall as j grows, so the middle j of a stretch parts the b of the rest: O(u log u).
    """
    u = len(distinct)
    k = min(k, u)
    scale = np.abs(distinct).max() or 1.0
    value = distinct / scale
    value = value - (value @ counts) / counts.sum()  # centred: the running sums lose no places to the mean
    weight, first, second = (
        np.concatenate(([0.0], np.cumsum(counts * power))) for power in (1.0, value, value**2)
    )

    def squares(b: Ints, j: Ints) -> Floats:
        moment = first[j] - first[b]
        return second[j] - second[b] - moment**2 / (weight[j] - weight[b])

    cost = np.full(u + 1, np.inf)
    cost[1:] = squares(np.zeros(u, dtype=int), np.arange(1, u + 1))
    # Few values: all b and j at once, which is what a search would look at in more and smaller steps.
    table = _all_squares(squares, u) if u <= FEW else None
    parents = []
    for c in range(2, k + 1):
        if table is None:
            cost, parent = _layer(cost, squares, c, u)
        else:
            total = cost[:, None] + table
            cost, parent = total.min(axis=0), total.argmin(axis=0)
        parents.append(parent)
    begins, j = [], u
    for parent in reversed(parents):
        j = int(parent[j])
        begins.append(j)
    return np.array(begins[::-1], dtype=np.int64)


def _all_squares(squares, u: int) -> Floats:
    """Squares of b..j-1 for all b (row) and j (column), infinite where there is nothing between them."""
    b, j = np.triu_indices(u + 1, 1)
    table = np.full((u + 1, u + 1), np.inf)
    table[b, j] = squares(b, j)
    return table


def _layer(previous: Floats, squares, c: int, u: int) -> tuple[Floats, Ints]:
    """Least cost of the first j values in c strata, j = c..u, and where the last of them begins.

    All stretches of one depth are searched together; their candidates lie one after another in one array.
    """
    cost, parent = np.full(u + 1, np.inf), np.zeros(u + 1, dtype=np.int64)
    left, right = np.array([c]), np.array([u])
    low, high = np.array([c - 1]), np.array([u - 1])
    while len(left):
        middle = (left + right) // 2
        last = np.minimum(high, middle - 1)
        lengths = last - low + 1
        starts = np.cumsum(lengths) - lengths
        candidate = np.arange(lengths.sum()) + np.repeat(low - starts, lengths)
        total = previous[candidate] + squares(candidate, np.repeat(middle, lengths))
        least = np.minimum.reduceat(total, starts)
        # The first candidate of each stretch that has its least cost.
        found = np.flatnonzero(total == np.repeat(least, lengths))
        begin = candidate[found[np.searchsorted(found, starts)]]
        cost[middle], parent[middle] = least, begin
        left, right, low, high = (
            np.concatenate(pair)
            for pair in ((left, middle + 1), (middle - 1, right), (low, begin), (begin, high))
        )
        some = left <= right
        left, right, low, high = left[some], right[some], low[some], high[some]
    return cost, parent
