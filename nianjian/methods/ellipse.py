"""Standard deviational ellipse of regions weighted by a score, and the path of its centre."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ellipe

from nianjian.methods.checks import Floats, MethodError, finite, non_negative, option, refuse
from nianjian.methods.projection import albers, albers_inverse, around, convergence, great_circle

VERSION = "1.1"

FACTORS = {"sqrt_2": np.sqrt(2.0), "one": 1.0}
DIVISORS = ("n", "n_minus_2")
PROJECTIONS = ("albers", "degrees")
NORTHS = ("map", "true")
OUTLINES = ("exact", "ramanujan", "polygon")
# Corners of the polygon that stands for an ellipse in published tables: one for each degree.
CORNERS = 360
# Axes whose squares differ by less, relative to their sum, are equal: the ellipse is a circle.
ROUND = 1e-12


class Ellipse(NamedTuple):
    """Result of `ellipse`, each (...): the leading axes of the weights.

    Centre in degrees; semi-axes and perimeter in km, area in km2 (degrees and square degrees if that is the
    projection); rotation of the long axis in degrees clockwise from north, [0, 180); flattening (a - b) / a,
    0 to 1. NaN, which the caller turns to null: the rotation of a circle, the flattening of a point.
    """

    centre_longitude: Floats
    centre_latitude: Floats
    semi_major: Floats
    semi_minor: Floats
    rotation: Floats
    flattening: Floats
    perimeter: Floats
    area: Floats


class Path(NamedTuple):
    """Result of `path`, each (..., t - 1): distance in km, bearing in degrees clockwise from north, [0, 360).

    The bearing is NaN, which the caller turns to null, where the centre has not moved.
    """

    distance: Floats
    bearing: Floats


def ellipse(
    longitude: ArrayLike,
    latitude: ArrayLike,
    weights: ArrayLike,
    factor: str = "sqrt_2",
    divisor: str = "n",
    *,
    deviations: float = 1.0,
    projection: str = "albers",
    north: str = "map",
    outline: str = "exact",
) -> Ellipse:
    """Standard deviational ellipse: the weighted mean of the points, and their spread along two axes.

    With u_i = x_i - mean x, v_i = y_i - mean y, weighted by w_i / sum w:
    tan(2 rotation) = 2 sum w u v / (sum w v^2 - sum w u^2), of the two solutions that of the long axis;
    a^2 = c sum w (u sin r + v cos r)^2 / sum w, b^2 = c sum w (u cos r - v sin r)^2 / sum w.

    Shapes: longitude, latitude (n,), weights (..., n), e.g. (years, regions) -> Ellipse of (...).
    factor: `sqrt_2` (c = 2: ArcGIS, CrimeStat) or `one` (c = 1). divisor: `n`, or
    `n_minus_2` (c times n / (n - 2), n the regions of weight above 0; CrimeStat). deviations: multiplies the
    axes. projection: `albers` (`projection.albers`) or `degrees` (longitude and latitude as they stand, not
    for measuring). north: `map`, up on the map, or `true`, along the meridian of the centre. outline: how
    perimeter and area are taken, see `perimeter`.
    Points on a line: b is 0. One region, or all at one place: a, b, perimeter and area are 0.
    Errors: NaN, infinity, a negative weight, weights that are all 0, coordinates off the earth, arrays of
    unequal length, `n_minus_2` with two regions or fewer.
    Source: Lefever (1926), Furfey (1927), Yuill (1971).

    >>> e = ellipse([110.0, 112.0, 114.0, 112.0], [34.0, 36.0, 34.0, 32.0], [1.0, 1.0, 1.0, 1.0])
    >>> [round(float(value), 2) for value in e]
    [112.0, 34.01, 225.68, 181.58, 175.96, 0.2, 1283.22, 128744.11]
    """
    option(factor, tuple(FACTORS), "factor")
    option(divisor, DIVISORS, "divisor")
    option(projection, PROJECTIONS, "projection")
    option(north, NORTHS, "north")
    option(outline, OUTLINES, "outline")
    if not 0 < deviations < np.inf:
        raise MethodError(f"deviations is {deviations}: must be above 0")
    longitude, latitude, weights = _points(longitude, latitude, weights)
    x, y = albers(longitude, latitude) if projection == "albers" else (longitude, latitude)

    total = weights.sum(axis=-1, keepdims=True)
    share = weights / total
    centre_x, centre_y = (share * x).sum(axis=-1), (share * y).sum(axis=-1)
    u, v = x - centre_x[..., None], y - centre_y[..., None]
    along_x, along_y, across = ((share * product).sum(axis=-1) for product in (u * u, v * v, u * v))
    turn = np.arctan2(2 * across, along_y - along_x) / 2
    sine, cosine = np.sin(turn)[..., None], np.cos(turn)[..., None]
    # Sums of squares, not the roots of the characteristic equation: these lose b when it is small.
    size = deviations * FACTORS[factor] * _correction(weights, divisor)
    semi_major = size * np.sqrt((share * (u * sine + v * cosine) ** 2).sum(axis=-1))
    semi_minor = size * np.sqrt((share * (u * cosine - v * sine) ** 2).sum(axis=-1))
    # Of a circle one may come out longer than the other by rounding.
    semi_major, semi_minor = np.maximum(semi_major, semi_minor), np.minimum(semi_major, semi_minor)

    is_circle = np.hypot(2 * across, along_y - along_x) <= ROUND * (along_x + along_y)
    rotation, centre_longitude, centre_latitude = np.degrees(turn), centre_x, centre_y
    if projection == "albers":
        centre_longitude, centre_latitude = albers_inverse(centre_x, centre_y)
    if projection == "albers" and north == "true":
        rotation = rotation + convergence(centre_longitude)
    return Ellipse(
        centre_longitude,
        centre_latitude,
        semi_major,
        semi_minor,
        np.where(is_circle, np.nan, around(rotation, 180)),
        flattening(semi_major, semi_minor),
        perimeter(semi_major, semi_minor, outline),
        area(semi_major, semi_minor, outline),
    )


def path(longitude: ArrayLike, latitude: ArrayLike) -> Path:
    """Steps of a centre from each time to the next: great-circle distance and initial bearing.

    Shapes: longitude, latitude (..., t), in degrees, t at least 2 -> Path of (..., t - 1).
    Errors: NaN, infinity, coordinates off the earth, fewer than two times.

    >>> steps = path([112.0, 112.5, 112.5], [34.0, 34.0, 33.5])
    >>> steps.distance.round(2), steps.bearing.round(2)
    (array([46.09, 55.6 ]), array([ 89.86, 180.  ]))
    """
    longitude, latitude = finite(longitude, "longitude"), finite(latitude, "latitude")
    if longitude.shape != latitude.shape or longitude.shape[-1] < 2:
        raise MethodError(
            f"longitude has shape {longitude.shape}, latitude {latitude.shape}: both must be (..., t), t >= 2"
        )
    return Path(*great_circle(longitude[..., :-1], latitude[..., :-1], longitude[..., 1:], latitude[..., 1:]))


def flattening(semi_major: ArrayLike, semi_minor: ArrayLike) -> Floats:
    """(a - b) / a.

    Shapes: (...), in one unit -> (...), 0 to 1; NaN, which the caller turns to null, where a is 0.
    Errors: NaN, infinity, a negative axis, b longer than a.

    >>> float(flattening(1153.29, 894.59).round(4))
    0.2243
    """
    a, b = _axes(semi_major, semi_minor)
    return np.divide(a - b, a, out=np.full(a.shape, np.nan), where=a > 0)


def perimeter(semi_major: ArrayLike, semi_minor: ArrayLike, outline: str = "exact") -> Floats:
    """Perimeter of an ellipse.

    `exact`: 4 a E(1 - b^2 / a^2), E the complete elliptic integral of the second kind.
    `ramanujan`: pi (a + b) (1 + 3 h / (10 + sqrt(4 - 3 h))), h = ((a - b) / (a + b))^2.
    `polygon`: of the 360 corners (a cos t, b sin t), t = 0, 1 .. 359 degrees, as a
    map program draws it; the published tables that were checked measured this.
    Shapes: (...), in one unit -> (...), in that unit. Errors: as `flattening`, another outline.
    Source: Ramanujan (1914), p. 372, for the approximation.

    >>> [round(float(perimeter(1125.96, 873.46, outline)), 2) for outline in OUTLINES]
    [6306.43, 6306.43, 6306.35]
    """
    option(outline, OUTLINES, "outline")
    a, b = _axes(semi_major, semi_minor)
    if outline == "polygon":
        # The side between the corners t and t + 1 has the slope of t + 1/2.
        middle = 2 * np.pi * (np.arange(CORNERS) + 0.5) / CORNERS
        sides = np.hypot(a[..., None] * np.sin(middle), b[..., None] * np.cos(middle))
        return 2 * np.sin(np.pi / CORNERS) * sides.sum(axis=-1)
    a_or_1 = np.where(a > 0, a, 1.0)
    if outline == "exact":
        return 4 * a * ellipe(1 - (b / a_or_1) ** 2)
    h = ((a - b) / (a_or_1 + b)) ** 2
    return np.pi * (a + b) * (1 + 3 * h / (10 + np.sqrt(4 - 3 * h)))


def area(semi_major: ArrayLike, semi_minor: ArrayLike, outline: str = "exact") -> Floats:
    """Area of an ellipse, pi a b; with `polygon`, of the polygon of `perimeter`: 180 sin(1 degree) a b.

    Shapes: (...), in one unit -> (...), in its square. Errors: as `perimeter`.

    >>> [round(float(area(1125.96, 873.46, outline)) / 1e4, 2) for outline in OUTLINES]
    [308.97, 308.97, 308.95]
    """
    option(outline, OUTLINES, "outline")
    a, b = _axes(semi_major, semi_minor)
    return (CORNERS / 2 * np.sin(2 * np.pi / CORNERS) if outline == "polygon" else np.pi) * a * b


def _points(longitude: ArrayLike, latitude: ArrayLike, weights: ArrayLike) -> tuple[Floats, Floats, Floats]:
    longitude, latitude = finite(longitude, "longitude"), finite(latitude, "latitude")
    weights = non_negative(weights, "weights")
    if longitude.ndim != 1 or longitude.shape != latitude.shape or weights.shape[-1:] != longitude.shape:
        raise MethodError(
            f"longitude has shape {longitude.shape}, latitude {latitude.shape}, weights {weights.shape}: "
            "must be (n,), (n,) and (..., n)"
        )
    # Scaled by the largest, so that tiny and huge weights neither vanish nor overflow.
    largest = weights.max(axis=-1, keepdims=True)
    refuse(largest[..., 0] <= 0, largest[..., 0], "largest weight ", "must be above 0")
    return longitude, latitude, weights / largest


def _correction(weights: Floats, divisor: str) -> Floats:
    if divisor == "n":
        return np.ones(weights.shape[:-1])
    n = (weights > 0).sum(axis=-1)
    refuse(n <= 2, n, "regions of weight above 0 ", "n_minus_2 needs three or more")
    return np.sqrt(n / (n - 2))


def _axes(semi_major: ArrayLike, semi_minor: ArrayLike) -> tuple[Floats, Floats]:
    a, b = np.broadcast_arrays(
        non_negative(semi_major, "semi_major", 0), non_negative(semi_minor, "semi_minor", 0)
    )
    refuse(b > a, b, "semi_minor", "must not exceed semi_major")
    return a, b
