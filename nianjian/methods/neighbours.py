"""Spatial weights: which regions are neighbours, by a common border or by distance."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

from nianjian.methods.checks import Floats, MethodError, non_negative, refuse
from nianjian.methods.projection import great_circle

VERSION = "1.0"


def contiguity(pairs: ArrayLike, n: int) -> Floats:
    """Binary weights of regions that have a border in common: w_ij = w_ji = 1 for each pair (i, j).

    Shapes: pairs (m, 2) of 0..n-1, in either order, m may be 0 -> (n, n), symmetric, diagonal 0.
    Errors: an index that is not a whole number in 0..n-1, a region paired with itself.

    >>> contiguity([[0, 1], [1, 2]], 3)
    array([[0., 1., 0.],
           [1., 0., 1.],
           [0., 1., 0.]])
    """
    given = np.asarray(pairs, dtype=float)
    if given.size == 0:
        return np.zeros((n, n))
    if given.ndim != 2 or given.shape[1] != 2:
        raise MethodError(f"pairs has shape {given.shape}: must be (m, 2)")
    is_region = (given >= 0) & (given < n) & (given == np.floor(given))
    refuse(~is_region, given, "pairs", f"must be a whole number in 0..{n - 1}")
    refuse(given[:, 0] == given[:, 1], given[:, 0], "pairs", "a region is no neighbour of itself")
    one, other = given.astype(int).T
    weights = np.zeros((n, n))
    weights[one, other] = weights[other, one] = 1
    return weights


def distances(longitude: ArrayLike, latitude: ArrayLike) -> Floats:
    """Great-circle distances between all points, on the sphere.

    Shapes: longitude, latitude (n,), in degrees -> (n, n), in km. Errors: as `projection.great_circle`.

    >>> distances([116.4, 117.2], [39.9, 39.1]).round(2)
    array([[  0.  , 112.36],
           [112.36,   0.  ]])
    """
    longitude, latitude = np.asarray(longitude, dtype=float), np.asarray(latitude, dtype=float)
    if longitude.ndim != 1 or longitude.shape != latitude.shape:
        raise MethodError(
            f"longitude has shape {longitude.shape}, latitude {latitude.shape}: both must be (n,)"
        )
    return great_circle(longitude[:, None], latitude[:, None], longitude, latitude)[0]


def inverse_distance(distance: ArrayLike, power: float = 1.0, threshold: float = np.inf) -> Floats:
    """Weights 1 / distance^power of regions not farther apart than the threshold.

    Shapes: distance (n, n) -> (n, n), diagonal 0. Errors: a distance that is negative, NaN or infinite, two regions
    at distance 0, a power or a threshold not above 0. The threshold is in the unit of distance, and included.

    >>> inverse_distance([[0, 2, 5], [2, 0, 4], [5, 4, 0]], threshold=4)
    array([[0.  , 0.5 , 0.  ],
           [0.5 , 0.  , 0.25],
           [0.  , 0.25, 0.  ]])
    """
    distance = _distance(distance)
    _above_zero(threshold, "threshold")
    _above_zero(power, "power")
    apart = ~np.eye(len(distance), dtype=bool)
    refuse(apart & (distance == 0), distance, "distance", "two regions at one place have no inverse distance")
    return np.where(apart & (distance <= threshold), np.where(apart, distance, 1.0) ** -power, 0.0)


def nearest(distance: ArrayLike, k: int) -> Floats:
    """Binary weights of the k nearest regions of each; of equally near ones those that come first.

    Shapes: distance (n, n) -> (n, n), k ones in each row, diagonal 0; in general not symmetric.
    Errors: as `inverse_distance`, k not in 1..n-1.

    >>> nearest([[0, 3, 5], [3, 0, 4], [5, 4, 0]], 1)
    array([[0., 1., 0.],
           [1., 0., 0.],
           [0., 1., 0.]])
    """
    distance = _distance(distance)
    n = len(distance)
    if not 1 <= k < n:
        raise MethodError(f"k is {k}: must lie in 1..{n - 1}")
    others = np.where(np.eye(n, dtype=bool), np.inf, distance)
    weights = np.zeros((n, n))
    np.put_along_axis(weights, np.argsort(others, axis=1, kind="stable")[:, :k], 1.0, axis=1)
    return weights


def row_standardised(weights: ArrayLike) -> Floats:
    """Each row divided by its sum; the row of an island stays 0.

    Shapes: (n, n) -> (n, n). Errors: as `checked`.

    >>> row_standardised([[0, 1, 1], [1, 0, 0], [0, 0, 0]])
    array([[0. , 0.5, 0.5],
           [1. , 0. , 0. ],
           [0. , 0. , 0. ]])
    """
    weights = checked(weights)
    total = weights.sum(axis=1, keepdims=True)
    return weights / np.where(total > 0, total, 1.0)


def links(weights: Floats) -> csr_array:
    """The weights above 0 of a matrix that is `checked`, row by row: most regions are no neighbours."""
    n = len(weights)
    at = np.flatnonzero(weights != 0)
    ends = np.searchsorted(at, np.arange(n + 1) * n)
    return csr_array((weights.ravel()[at], at % n, ends), shape=weights.shape)


def alone(links: csr_array) -> NDArray[np.bool_]:
    """(n,): whether a region has no weight above 0 beside that for itself."""
    return np.diff(links.indptr) == (links.diagonal() > 0)


def lag(links: csr_array, x: Floats) -> Floats:
    """sum_j w_ij x_j, (..., n) -> (..., n)."""
    return (links @ x.reshape(-1, x.shape[-1]).T).T.reshape(x.shape)


def checked(weights: ArrayLike, n: int | None = None, diagonal: bool = False) -> Floats:
    """`weights` as floats. Errors: not (n, n), NaN, infinity, a negative weight, a weight of a region for
    itself unless `diagonal`."""
    weights = non_negative(weights, "weights", least_axes=2)
    n = len(weights) if n is None else n
    if weights.shape != (n, n):
        raise MethodError(f"weights has shape {weights.shape}: must be ({n}, {n})")
    if not diagonal:
        own = np.diagonal(weights)
        refuse(
            np.diag(own > 0) if own.any() else own > 0,
            weights,
            "weights",
            "a region is no neighbour of itself",
        )
    return weights


def _distance(distance: ArrayLike) -> Floats:
    distance = non_negative(distance, "distance", least_axes=2)
    if distance.ndim != 2 or distance.shape[0] != distance.shape[1]:
        raise MethodError(f"distance has shape {distance.shape}: must be (n, n)")
    return distance


def _above_zero(value: float, name: str) -> None:
    if not value > 0:
        raise MethodError(f"{name} is {value}: must be above 0")
