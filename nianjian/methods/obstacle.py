"""Obstacle degree (障碍度): which indicators keep a region from a better score."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nianjian.methods.checks import Floats, columns_of, finite, non_negative, refuse

VERSION = "1.0"


class Obstacle(NamedTuple):
    """Result of `obstacle`, each (..., n, m) as z.

    degree: share of each indicator in what a region lacks, 0 to 1, NaN, which the caller turns to null, for a region
    that lacks nothing; rank: 1 for the largest obstacle, 0 where the degree is undefined; equal degrees share a rank.
    """

    degree: Floats
    rank: NDArray[np.int_]


def obstacle(z: ArrayLike, weights: ArrayLike) -> Obstacle:
    """Obstacle degree of each indicator: O_ij = w_j (1 - z_ij) / sum_j w_j (1 - z_ij).

    w_j is the factor's contribution, 1 - z_ij the deviation of a normalised indicator from its best value. The degrees
    of a region sum to 1; those of a criterion are the sums of its indicators'.
    Shapes: z (..., n, m) normalised to [0, 1] with 1 the best, weights (..., m) -> Obstacle. A constant column has
    weight 0 and is no obstacle. Multiplying all weights by a constant changes nothing.
    Errors: NaN, infinity, z outside [0, 1], a negative weight, unequal numbers of columns.
    Source: the 障碍度模型 of Chinese index studies, e.g. 鲁春阳 et al. (2011).

    >>> found = obstacle([[0.5, 0.0], [1.0, 0.6], [1.0, 1.0]], [0.25, 0.75])
    >>> found.degree.round(4), found.rank
    (array([[0.1429, 0.8571],
           [0.    , 1.    ],
           [   nan,    nan]]), array([[2, 1],
           [2, 1],
           [0, 0]]))
    """
    z = finite(z, "z", least_axes=2)
    refuse((z < 0) | (z > 1), z, "z", "must lie in [0, 1]")
    weights = columns_of(non_negative(weights, "weights"), z, "weights")
    lack = weights[..., None, :] * (1 - z)
    total = lack.sum(axis=-1, keepdims=True)
    degree = np.divide(lack, total, out=np.full(lack.shape, np.nan), where=total > 0)
    # One more than the number of larger obstacles.
    rank = 1 + (degree[..., None, :] > degree[..., :, None]).sum(axis=-1)
    return Obstacle(degree, np.where(np.isnan(degree), 0, rank))
