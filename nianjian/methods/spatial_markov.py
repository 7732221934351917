"""Markov chains conditioned on the class of the neighbours' mean, and tests whether the condition matters."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array
from scipy.stats import chi2

from nianjian.methods.checks import Floats, MethodError, finite, non_negative, option
from nianjian.methods.markov import (
    NO_CLASS,
    Classes,
    Ints,
    class_numbers,
    classes_by_edges,
    quantile_edges,
    start_and_end,
    tally,
)

VERSION = "1.1"

LAG_EDGES = ("own", "value")


class NeighbourMean(NamedTuple):
    """mean (..., T, n): NaN for an island, which the caller turns to null; is_island (n,): no neighbours."""

    mean: Floats
    is_island: NDArray[np.bool_]


class Conditional(NamedTuple):
    """counts (..., m, k, k), the first of these axes the class of the neighbours; islands (..., k, k): the
    moves of regions without neighbours; left_out (...): moves without a class at the start or at the end.
    """

    counts: Ints
    islands: Ints
    left_out: Ints


class SpatialMarkov(NamedTuple):
    """Result of `spatial_markov`.

    classes, neighbours: the classes of the values and of the neighbours' means, -1 in number for an island;
    edges, neighbour_edges (..., 1 or T, k - 1); neighbour: their means; moves: counts under each condition.
    """

    classes: Classes
    neighbours: Classes
    edges: Floats
    neighbour_edges: Floats
    neighbour: NeighbourMean
    moves: Conditional


class Homogeneity(NamedTuple):
    """Each (...): likelihood ratio and its p, Pearson's Q and its p, degrees of freedom of both; p is NaN,
    which the caller turns to null, where degrees is 0: nothing can be compared.
    """

    likelihood_ratio: Floats
    p_likelihood_ratio: Floats
    q: Floats
    p_q: Floats
    degrees: Ints


def neighbour_mean(x: ArrayLike, w: ArrayLike) -> NeighbourMean:
    """Mean of the neighbours: sum_r w_ir x_r / sum_r w_ir, the spatial lag with weights brought to 1 by row.

    Shapes: x (..., T, n), w (n, n) weights of the neighbours (column) of a region (row), e.g. 1 for a common
    border, an array or a scipy sparse array -> NeighbourMean, in the unit of x.
    Errors: NaN, infinity, a negative weight, a region that is its own neighbour, another shape.

    >>> w = [[0, 1, 1, 0], [1, 0, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]]
    >>> found = neighbour_mean([[1.0, 2.0, 6.0, 5.0]], w)
    >>> found.mean, found.is_island
    (array([[ 4.,  1.,  1., nan]]), array([False, False, False,  True]))
    """
    x = finite(x, "x", least_axes=2)
    w = coo_array(w)
    n = x.shape[-1]
    if w.shape != (n, n):
        raise MethodError(f"w has shape {w.shape}: must be ({n}, {n}), as x has {n} regions")
    for bad, why in (
        (~np.isfinite(w.data), "must be a finite number"),
        (w.data < 0, "must not be negative"),
        ((w.row == w.col) & (w.data != 0), "a region must not be its own neighbour"),
    ):
        if bad.any():
            at = np.argmax(bad)
            position = int(w.row[at]), int(w.col[at])
            raise MethodError(f"w{list(position)} is {w.data[at]}: {why}", position)
    w = w.astype(float).tocsr()
    w.eliminate_zeros()
    links = np.diff(w.indptr)
    is_island = links == 0
    begins, links = w.indptr[:-1][~is_island], links[~is_island]
    mean = np.full(x.shape, np.nan)
    if begins.size:
        # Neighbours in the order of their values, and measured from the lowest: where all are equal, so is their
        # mean, to the last digit; and where the same values come in another order, the mean is the same. So
        # rounding cannot push it over an edge.
        around, weight = x[..., w.indices], np.broadcast_to(w.data, x[..., w.indices].shape)
        region = np.broadcast_to(np.repeat(np.arange(links.size), links), around.shape)
        order = np.lexsort((weight, around, region))
        around, weight = np.take_along_axis(around, order, -1), np.take_along_axis(weight, order, -1)
        lowest = around[..., begins]
        beyond = weight * (around - np.repeat(lowest, links, axis=-1))
        total = np.add.reduceat(weight, begins, axis=-1)
        mean[..., ~is_island] = lowest + np.add.reduceat(beyond, begins, axis=-1) / total
    return NeighbourMean(mean, is_island)


def conditional_transitions(
    classes: ArrayLike, neighbours: ArrayLike, k: int, m: int, lag: int = 1
) -> Conditional:
    """Counts of moves from class p to class q, by the class of the neighbours in the year of the start.

    A region whose neighbours have class -1 in that year counts in `islands`. So counts summed over the
    classes of neighbours, plus islands, are the counts of `markov.transitions`.
    Shapes: classes, neighbours (..., T, n), whole numbers -1..k-1 and -1..m-1 -> Conditional.
    Errors: as `markov.transitions`, unequal shapes.

    >>> found = conditional_transitions([[0, 1, 1], [1, 1, 0]], [[1, 0, -1], [1, 1, -1]], k=2, m=2)
    >>> found.counts[0], found.counts[1], found.islands
    (array([[0, 0],
           [0, 1]]), array([[0, 1],
           [0, 0]]), array([[0, 0],
           [1, 0]]))
    """
    numbers, around = class_numbers(classes, k, "classes"), class_numbers(neighbours, m, "neighbours")
    if numbers.shape != around.shape:
        raise MethodError(f"classes has shape {numbers.shape}, neighbours {around.shape}: must be the same")
    start, end = start_and_end(numbers, lag)
    # Islands are counted as one more class of neighbours, the first.
    counts = tally([around[..., :-lag, :] - NO_CLASS, start, end], [m + 1, k, k])
    left_out = start.shape[-2] * start.shape[-1] - counts.sum(axis=(-3, -2, -1))
    return Conditional(counts[..., 1:, :, :], counts[..., 0, :, :], left_out)


def spatial_markov(
    x: ArrayLike,
    w: ArrayLike,
    k: int,
    lag_edges: str = "own",
    *,
    scope: str = "pooled",
    ties: str = "left",
    quantile: str = "linear",
    lag: int = 1,
) -> SpatialMarkov:
    """Moves between quantile classes by the class of the neighbours' mean in the year of the start.

    lag_edges: `own` cuts the neighbours' means at their own quantiles, `value` at the edges of the values.
    scope, ties, quantile: as `markov.quantile_edges` and `markov.classes_by_edges`, for both. Islands take no
    part in the quantiles of the means. lag: years of a move.
    Shapes: x (..., T, n), w (n, n) as `neighbour_mean` -> SpatialMarkov.
    Errors: as the functions named, no region with neighbours. Source: Rey (2001).

    >>> ring = np.roll(np.eye(4), 1, axis=1) + np.roll(np.eye(4), -1, axis=1)
    >>> found = spatial_markov([[1.0, 2.0, 3.0, 4.0], [1.0, 3.0, 2.0, 4.0]], ring, k=2)
    >>> found.neighbours.number, found.moves.counts[0]
    (array([[1, 0, 1, 0],
           [1, 0, 1, 0]]), array([[0, 1],
           [0, 1]]))
    """
    option(lag_edges, LAG_EDGES, "lag_edges")
    edges = quantile_edges(x, k, scope, quantile)
    classes = classes_by_edges(x, edges, ties)
    neighbour = neighbour_mean(x, w)
    linked = ~neighbour.is_island
    if not linked.any():
        raise MethodError("w links no regions: there is no neighbour to condition on")
    means = neighbour.mean[..., linked]
    neighbour_edges = quantile_edges(means, k, scope, quantile) if lag_edges == "own" else edges
    found = classes_by_edges(means, neighbour_edges, ties)
    number = np.full(classes.number.shape, NO_CLASS)
    number[..., linked] = found.number
    moves = conditional_transitions(classes.number, number, k, k, lag)
    return SpatialMarkov(classes, Classes(number, found.size), edges, neighbour_edges, neighbour, moves)


def homogeneity(counts: ArrayLike) -> Homogeneity:
    """Tests of the hypothesis that the m chains are one: p_pq the same under every condition.

    LR = 2 sum n_spq ln(p_spq / p_pq), Q = sum n_sp (p_spq - p_pq)^2 / p_pq, with s the condition and p_pq of
    the sum over s; both chi-squared with sum_p (A_p - 1)(B_p - 1) degrees of freedom, A_p the classes reached
    from p, B_p the conditions under which p has moves, over the p that have any.

    Shapes: counts (..., m, k, k) -> Homogeneity of (...). The chi-squared distribution is that of many
    moves: with rows of few moves p is rough.
    Errors: NaN, infinity, a negative count, matrices that are not square.
    Source: Bickenbach and Bode (2003).

    >>> found = homogeneity([[[4, 1], [1, 4]], [[1, 4], [1, 4]]])
    >>> float(found.likelihood_ratio.round(4)), float(found.q.round(4)), int(found.degrees)
    (3.8549, 3.6, 2)
    """
    counts = non_negative(counts, "counts", least_axes=3)
    if counts.shape[-1] != counts.shape[-2]:
        raise MethodError(f"counts has shape {counts.shape}: matrices must be square")
    start = counts.sum(axis=-1, keepdims=True)
    together = counts.sum(axis=-3, keepdims=True)
    all_start = together.sum(axis=-1, keepdims=True)
    expected = start * np.divide(together, all_start, out=np.zeros(together.shape), where=all_start > 0)
    # n_spq / (n_sp p_pq) = p_spq / p_pq; a cell without moves adds nothing to LR, one that no move reaches
    # under any condition adds nothing to Q.
    ratio = np.divide(counts, expected, out=np.ones(counts.shape), where=counts > 0)
    squared = np.divide((counts - expected) ** 2, expected, out=np.zeros(counts.shape), where=expected > 0)
    # Never below 0 but for rounding.
    lr = np.maximum(2 * (counts * np.log(ratio)).sum(axis=(-3, -2, -1)), 0.0)
    q = squared.sum(axis=(-3, -2, -1))
    reached = (together > 0).sum(axis=-1)[..., 0, :]
    conditions = (start > 0).sum(axis=-3)[..., 0]
    degrees = ((np.maximum(reached, 1) - 1) * (np.maximum(conditions, 1) - 1)).sum(axis=-1)
    free = np.where(degrees > 0, degrees, np.nan)
    p_lr, p_q = chi2.sf(lr, free), chi2.sf(q, free)
    return Homogeneity(lr, p_lr, q, p_q, degrees)
