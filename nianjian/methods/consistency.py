"""Consistency of two rankings of the same regions."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nianjian.methods.checks import Floats, MethodError, finite

VERSION = "1.0"


class RankConsistency(NamedTuple):
    """Each (..., n): a - b; -1 lead, 0 in step, 1 lag; whether the consistency is high."""

    difference: Floats
    relation: NDArray[np.int_]
    is_high: NDArray[np.bool_]


def rank_consistency(rank_a: ArrayLike, rank_b: ArrayLike, threshold: float = 3) -> RankConsistency:
    """Difference of two ranks, rank_a - rank_b, and what it says of a.

    Rank 1 is the best, so below 0 a leads (-1), at 0 they are in step (0), above 0 a lags (1). The
    consistency is high where |difference| <= threshold.
    Shapes: two arrays of one shape (..., n) -> RankConsistency of (..., n), in ranks.
    Errors: NaN or infinity, unequal shapes, a negative threshold. Source: Regional Economic Review 2025 no. 3, article ai, line 7243.

    >>> c = rank_consistency([1, 8, 2], [1, 5, 21])
    >>> c.difference, c.relation, c.is_high
    (array([  0.,   3., -19.]), array([ 0,  1, -1]), array([ True,  True, False]))
    """
    rank_a, rank_b = finite(rank_a, "rank_a"), finite(rank_b, "rank_b")
    if rank_a.shape != rank_b.shape:
        raise MethodError(f"rank_a has shape {rank_a.shape}, rank_b {rank_b.shape}: must be the same")
    if not threshold >= 0:
        raise MethodError(f"threshold is {threshold}: must not be negative")
    difference = rank_a - rank_b
    return RankConsistency(difference, np.sign(difference).astype(int), np.abs(difference) <= threshold)
