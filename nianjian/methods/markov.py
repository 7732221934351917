"""Markov chains of classes: edges, classes, counts of transitions, probabilities, moves, steady state."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nianjian.methods.checks import Floats, MethodError, finite, non_negative, option, refuse, whole_from

VERSION = "1.0"

SCOPES = ("pooled", "year")
TIES = ("left", "right")
QUANTILES = ("linear", "weibull", "hazen")
STEADY = ("ergodic", "transient_classes", "periodic", "several_closed_sets", "empty_row")
NO_CLASS = -1
Ints = NDArray[np.int_]


class Classes(NamedTuple):
    """Result of `classes_by_edges`.

    number (..., T, n): class of each value, 0 the lowest; size (..., T, k): values of a year in each class,
    0 for an empty one.
    """

    number: Ints
    size: Ints


class Transitions(NamedTuple):
    """counts (..., k, k): moves from class (row) to class (column); left_out (...): moves without a class."""

    counts: Ints
    left_out: Ints


class Chain(NamedTuple):
    """Result of `chain`. Probabilities without unit; NaN, which the caller turns to null, where undefined.

    start (..., k): moves that start in a class; probability (..., k, k) and, by class, upward, staying,
    downward (..., k): NaN where `defined` (..., k) is False, which is where start is 0.
    all_upward, all_staying, all_downward (...): shares of all moves; NaN where no class is defined.
    steady (..., k): NaN unless `steady_status` (...), one of STEADY, is `ergodic` or `transient_classes`.
    """

    start: Floats
    probability: Floats
    defined: NDArray[np.bool_]
    upward: Floats
    staying: Floats
    downward: Floats
    all_upward: Floats
    all_staying: Floats
    all_downward: Floats
    steady: Floats
    steady_status: NDArray[np.str_]


def quantile_edges(x: ArrayLike, k: int, scope: str = "pooled", quantile: str = "linear") -> Floats:
    """The k - 1 inner edges of k classes: the quantiles j / k, j = 1..k - 1, of the values.

    In N sorted values x_1..x_N the quantile p lies at position 1 + (N - 1) p (`linear`, the default of numpy
    and Excel's PERCENTILE.INC), (N + 1) p (`weibull`, SPSS and PERCENTILE.EXC) or N p + 1/2 (`hazen`,
    MATLAB), not before 1 and not after N; between two values by linear interpolation. Positions are kept as
    whole numbers and a remainder, so that an edge which is a value of the data is exactly that value.

    Shapes: x (..., T, n), years by regions -> (..., 1, k - 1) if `pooled`, the edges of all years together,
    (..., T, k - 1) if `year`; in the unit of x, ascending. Ties can make edges equal.
    Errors: NaN or infinity, fewer than 2 classes, another option. Source: Hyndman and Fan (1996).

    >>> quantile_edges([[1.0, 2.0, 3.0, 4.0, 5.0]], 2)
    array([[3.]])
    >>> quantile_edges([[1.0, 2.0, 3.0, 4.0]], 4, quantile="hazen")
    array([[1.5, 2.5, 3.5]])
    """
    option(scope, SCOPES, "scope")
    option(quantile, QUANTILES, "quantile")
    x = finite(x, "x", least_axes=2)
    whole_from(k, 2, "k")
    if scope == "pooled":
        x = x.reshape(*x.shape[:-2], 1, -1)
    values = np.sort(x, axis=-1)
    n, j = values.shape[-1], np.arange(1, k)
    # Twice k times the position, counted from 0: whole numbers in all three rules.
    scaled = {"linear": 2 * j * (n - 1), "weibull": 2 * (j * (n + 1) - k), "hazen": 2 * j * n - k}[quantile]
    below, rest = np.divmod(np.clip(scaled, 0, 2 * k * (n - 1)), 2 * k)
    low, high = values[..., below], values[..., np.minimum(below + 1, n - 1)]
    return low + (high - low) * (rest / (2 * k))


def classes_by_edges(x: ArrayLike, edges: ArrayLike, ties: str = "left") -> Classes:
    """Class of each value: the number of edges below it. A value equal to an edge is a tie.

    ties: `left` puts it into the lower class, (edge, next edge]; `right` into the higher, [edge, next edge).
    Where edges are equal, the classes between them are empty.
    Shapes: x (..., T, n), edges (k - 1,), (T, k - 1) or (..., 1 or T, k - 1), ascending, in the unit of x ->
    Classes. Errors: NaN or infinity, edges that descend, shapes that do not fit, another option.

    >>> classes_by_edges([[1.0, 2.0, 3.0]], [2.0, 2.5]).number
    array([[0, 0, 2]])
    >>> found = classes_by_edges([[1.0, 2.0, 3.0]], [2.0, 2.5], ties="right")
    >>> found.number, found.size
    (array([[0, 1, 2]]), array([[1, 1, 1]]))
    """
    option(ties, TIES, "ties")
    x, edges = finite(x, "x", least_axes=2), finite(edges, "edges")
    refuse(np.diff(edges, axis=-1) < 0, edges[..., :-1], "edges", "must not be above the next edge")
    k = edges.shape[-1] + 1
    try:
        lined_up = np.broadcast_to(edges, (*x.shape[:-1], k - 1))
    except ValueError:
        raise MethodError(f"edges has shape {edges.shape}: does not fit x of shape {x.shape}") from None
    beyond = np.less if ties == "left" else np.less_equal
    # One edge at a time: k is small, and no array of k times the values is needed.
    number = np.zeros(x.shape, dtype=int)
    for at in range(k - 1):
        number += beyond(lined_up[..., at, None], x)
    size = np.stack([(number == at).sum(axis=-1) for at in range(k)], axis=-1)
    return Classes(number, size)


def transitions(classes: ArrayLike, k: int, lag: int = 1) -> Transitions:
    """Counts n_pq of the moves from class p in year t to class q in year t + lag, over all t and regions.

    A move whose start or end is -1 (no class) is not counted but left out, and their number told: counts and
    left_out add up to (T - lag) n.
    Shapes: classes (..., T, n), whole numbers -1..k-1, years that follow one another -> Transitions.
    Errors: NaN, a class that is none of these, lag below 1, no two years that are lag apart.

    >>> found = transitions([[0, 0, 1], [0, 1, -1], [1, 1, 0]], 2)
    >>> found.counts, int(found.left_out)
    (array([[1, 2],
           [0, 1]]), 2)
    """
    numbers = class_numbers(classes, k, "classes")
    start, end = start_and_end(numbers, lag)
    counts = tally([start, end], [k, k])
    return Transitions(counts, start.shape[-2] * start.shape[-1] - counts.sum(axis=(-2, -1)))


def chain(counts: ArrayLike) -> Chain:
    """Markov chain of counts of moves: p_pq = n_pq / n_p with n_p = sum_q n_pq.

    upward_p = sum_{q > p} p_pq, staying_p = p_pp, downward_p = sum_{q < p} p_pq; over all classes
    all_upward = sum_{q > p} n_pq / sum n_pq, and so on. steady: pi = pi P, sum pi = 1.
    A class from which no move starts has no probabilities; it is not filled with 0 nor with staying.
    steady is the distribution that the chain tends to from any start. It exists for an `ergodic` chain
    (every class leads to every other, without a period), and for one with `transient_classes`, left for good
    into one closed set, which have 0 in it. A `periodic` chain, `several_closed_sets` and an `empty_row` have
    none.

    Shapes: counts (..., k, k), rows the start, from `transitions` or printed -> Chain.
    Errors: NaN, infinity, a negative count, a matrix that is not square.
    Source: Kemeny and Snell (1976); Regional Economic Review 2025 no. 3, article ai, line 6069.

    >>> found = chain([[3, 1], [1, 1]])
    >>> found.probability, found.steady.round(4), str(found.steady_status)
    (array([[0.75, 0.25],
           [0.5 , 0.5 ]]), array([0.6667, 0.3333]), 'ergodic')
    >>> chain([[3, 1], [0, 0]]).defined
    array([ True, False])
    """
    counts = non_negative(counts, "counts", least_axes=2)
    k = counts.shape[-1]
    if counts.shape[-2] != k:
        raise MethodError(f"counts has shape {counts.shape}: must be square")
    start = counts.sum(axis=-1)
    total = start.sum(axis=-1)
    defined = start > 0
    probability = _share(counts, start[..., None])
    up, down = np.triu(np.ones((k, k)), 1), np.tril(np.ones((k, k)), -1)
    moves = [(counts * where).sum(axis=-1) for where in (up, np.eye(k), down)]
    steady, status = _steady(np.where(defined[..., None], probability, 0.0), defined)
    return Chain(
        start,
        probability,
        defined,
        *(_share(moved, start) for moved in moves),
        *(_share(moved.sum(axis=-1), total) for moved in moves),
        steady,
        status,
    )


def tally(numbers: list[Ints], sizes: list[int]) -> Ints:
    """How often each combination of numbers occurs in the last two axes; one with -1 in it is not counted.

    Shapes: numbers, each (..., T, n) of -1..size-1 -> (..., *sizes).

    >>> tally([np.array([[0, 1, -1]]), np.array([[1, 1, 1]])], [2, 2])
    array([[0, 1],
           [0, 1]])
    """
    lead = numbers[0].shape[:-2]
    cells, batch = int(np.prod(sizes)), int(np.prod(lead))
    cell = np.zeros(numbers[0].shape, dtype=int)
    for number, size in zip(numbers, sizes, strict=True):
        cell = cell * size + number
    known = np.logical_and.reduce([number >= 0 for number in numbers])
    first = cells * np.arange(batch).reshape(*lead, 1, 1)
    return np.bincount((cell + first)[known], minlength=cells * batch).reshape(*lead, *sizes)


def class_numbers(classes: ArrayLike, k: int, name: str) -> Ints:
    """Class numbers checked: whole, -1..k-1."""
    whole_from(k, 1, "k")
    given = finite(classes, name, least_axes=2)
    wrong = (given < NO_CLASS) | (given >= k) | (given != np.floor(given))
    refuse(wrong, given, name, f"must be a whole number in -1..{k - 1}")
    return given.astype(int)


def start_and_end(numbers: Ints, lag: int) -> tuple[Ints, Ints]:
    """Classes at the start and at the end of each move."""
    whole_from(lag, 1, "lag")
    if numbers.shape[-2] <= lag:
        raise MethodError(f"classes has {numbers.shape[-2]} years: needs more than lag = {lag}")
    return numbers[..., :-lag, :], numbers[..., lag:, :]


def _share(part: Floats, whole: Floats) -> Floats:
    """part / whole, NaN where whole is 0."""
    part, whole = np.broadcast_arrays(part, whole)
    return np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)


def _steady(p: Floats, defined: NDArray[np.bool_]) -> tuple[Floats, NDArray[np.str_]]:
    """Steady state and its status."""
    k = p.shape[-1]
    # Past k^2 steps the powers of an ergodic chain hold no 0 any more (Wielandt), and those of a chain with
    # one closed set and no period have a column without one. With the step of staying put allowed there is no
    # period: such a column is then missing only if there are several closed sets.
    far, far_or_stay = _far(p > 0), _far((p > 0) | np.eye(k, dtype=bool))
    is_whole = defined.all(axis=-1)
    is_ergodic = is_whole & far.all(axis=(-2, -1))
    has_limit = is_whole & far.all(axis=-2).any(axis=-1)
    is_one_set = is_whole & far_or_stay.all(axis=-2).any(axis=-1)
    status = np.select([is_ergodic, has_limit, is_one_set, is_whole], STEADY[:4], STEADY[4])
    # pi (I - P) = 0 is one equation short: the last one becomes sum pi = 1. Where there is no limit, a system
    # that can be solved stands in, and its solution is not used.
    system = np.swapaxes(np.eye(k) - np.where(has_limit[..., None, None], p, 1 / k), -1, -2)
    system[..., -1, :] = 1.0
    solved = np.linalg.solve(system, np.eye(k)[:, -1:])[..., 0]
    recurrent = far.all(axis=-2)
    return np.where(has_limit[..., None], np.where(recurrent, solved, 0.0), np.nan), status


def _far(step: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which classes can be reached in 2^m steps, the first 2^m from k^2 on."""
    for _ in range(int(np.ceil(2 * np.log2(step.shape[-1])))):
        step = step @ step
    return step
