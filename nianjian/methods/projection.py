"""Points on the earth: Albers' equal-area projection of China, distance and bearing."""

import numpy as np
from numpy.typing import ArrayLike

from nianjian.methods.checks import Floats, MethodError, finite, refuse

VERSION = "1.1"

# CGCS2000, which has the size and shape of GRS 80; WGS 84 differs by 0.1 mm.
SEMI_MAJOR_AXIS_KM = 6378.137
ECCENTRICITY_SQUARED = (2 - 1 / 298.257222101) / 298.257222101
ECCENTRICITY = np.sqrt(ECCENTRICITY_SQUARED)
# Mean radius of the same ellipsoid, (2 a + b) / 3.
SPHERE_RADIUS_KM = 6371.00877

CENTRAL_MERIDIAN = 105.0
STANDARD_PARALLELS = (25.0, 47.0)


def _q(sine: ArrayLike) -> Floats:
    """Snyder (3-12), of the sine of the latitude."""
    sine = np.asarray(sine)
    return (1 - ECCENTRICITY_SQUARED) * (
        sine / (1 - ECCENTRICITY_SQUARED * sine**2) + np.arctanh(ECCENTRICITY * sine) / ECCENTRICITY
    )


def _constants() -> tuple[float, float]:
    """n and C of the cone through the two standard parallels, Snyder (14-14), (14-13)."""
    sine = np.sin(np.radians(STANDARD_PARALLELS))
    m_squared = (1 - sine**2) / (1 - ECCENTRICITY_SQUARED * sine**2)
    q = _q(sine)
    n = (m_squared[0] - m_squared[1]) / (q[1] - q[0])
    return float(n), float(m_squared[0] + n * q[0])


CONE, APEX = _constants()
APEX_KM = float(SEMI_MAJOR_AXIS_KM * np.sqrt(APEX) / CONE)  # radius of the equator, the origin of y


def albers(longitude: ArrayLike, latitude: ArrayLike) -> tuple[Floats, Floats]:
    """Albers equal-area conic projection: standard parallels 25 N and 47 N, meridian 105 E, CGCS2000.

    rho = a sqrt(C - n q) / n, theta = n (longitude - 105); x = rho sin theta, y = rho_0 - rho cos theta, with
    rho_0 that of the equator and q the authalic function of the latitude.
    Shapes: longitude, latitude (...), in degrees, east and north positive -> x, y (...), in km.
    Errors: NaN, infinity, a longitude outside [-180, 180], a latitude outside [-90, 90].
    Source: Snyder (1987), Map Projections: A Working Manual, p. 101.

    >>> x, y = albers([105.0, 116.4], [35.0, 39.9])
    >>> x.round(3), y.round(3)
    (array([  0.   , 956.439]), array([3734.811, 4343.54 ]))
    """
    longitude, latitude = _degrees(longitude, latitude)
    radius = SEMI_MAJOR_AXIS_KM * np.sqrt(APEX - CONE * _q(np.sin(np.radians(latitude)))) / CONE
    angle = np.radians(convergence(longitude))
    return radius * np.sin(angle), APEX_KM - radius * np.cos(angle)


def albers_inverse(x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    """Longitude and latitude of a point of `albers`.

    Shapes: x, y (...), in km -> longitude, latitude (...), in degrees. Errors: NaN, infinity, a point that is
    the image of none. Source: as `albers`, with the latitude by Newton's method.

    >>> longitude, latitude = albers_inverse(*albers(116.4, 39.9))
    >>> float(longitude.round(9)), float(latitude.round(9))
    (116.4, 39.9)
    """
    x, y = np.broadcast_arrays(finite(x, "x", 0), finite(y, "y", 0))
    radius = np.hypot(x, APEX_KM - y)
    q = (APEX - (radius * CONE / SEMI_MAJOR_AXIS_KM) ** 2) / CONE
    refuse(np.abs(q) >= _q(1.0), y, "y", "is no image of a point on the earth")
    sine = q / 2
    for _ in range(
        4
    ):  # d q / d sine = 2 (1 - e^2) / (1 - e^2 sine^2)^2; from q / 2 three steps reach rounding
        slope = 2 * (1 - ECCENTRICITY_SQUARED) / (1 - ECCENTRICITY_SQUARED * sine**2) ** 2
        sine = np.clip(sine + (q - _q(sine)) / slope, -1, 1)
    longitude = CENTRAL_MERIDIAN + np.degrees(np.arctan2(x, APEX_KM - y)) / CONE
    return longitude, np.degrees(np.arcsin(sine))


def convergence(longitude: ArrayLike) -> Floats:
    """Degrees by which the map's north lies clockwise of true north: n (longitude - 105).

    Shapes: (...), in degrees -> (...), in degrees.

    >>> float(convergence(116.4).round(2))
    6.58
    """
    return CONE * (np.asarray(longitude, dtype=float) - CENTRAL_MERIDIAN)


def great_circle(
    longitude: ArrayLike, latitude: ArrayLike, to_longitude: ArrayLike, to_latitude: ArrayLike
) -> tuple[Floats, Floats]:
    """Distance and initial bearing on the sphere of radius 6371.00877 km, by the haversine formula.

    Shapes: (...), in degrees, broadcast -> distance (...) in km, bearing (...) in degrees clockwise from
    north, [0, 360); NaN, which the caller turns to null, between two equal points.
    The distance on the ellipsoid differs by less than 0.6 %. Errors: as `albers`.
    Source: Sinnott (1984) for the formula.

    >>> km, bearing = great_circle(116.4, 39.9, 117.2, 39.1)
    >>> float(km.round(2)), float(bearing.round(2))
    (112.36, 142.09)
    """
    longitude, latitude = _degrees(longitude, latitude)
    to_longitude, to_latitude = _degrees(to_longitude, to_latitude)
    here, there = np.radians(latitude), np.radians(to_latitude)
    east = np.radians(to_longitude - longitude)
    haversine = np.sin((there - here) / 2) ** 2 + np.cos(here) * np.cos(there) * np.sin(east / 2) ** 2
    distance = 2 * SPHERE_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(haversine, 1)))
    bearing = np.arctan2(
        np.sin(east) * np.cos(there),
        np.cos(here) * np.sin(there) - np.sin(here) * np.cos(there) * np.cos(east),
    )
    return distance, np.where(haversine > 0, around(np.degrees(bearing), 360), np.nan)


def around(degrees: Floats, circle: float) -> Floats:
    """Degrees brought into [0, circle): a tiny negative angle is 0, not the circle itself, as the rest of a division is.

    >>> around(np.array([-1e-15, -90.0, 360.0]), 360)
    array([  0., 270.,   0.])
    """
    turned = degrees % circle
    return np.where(turned == circle, 0.0, turned)


def _degrees(longitude: ArrayLike, latitude: ArrayLike) -> tuple[Floats, Floats]:
    longitude, latitude = finite(longitude, "longitude", 0), finite(latitude, "latitude", 0)
    refuse(np.abs(longitude) > 180, longitude, "longitude", "must lie in [-180, 180] degrees")
    refuse(np.abs(latitude) > 90, latitude, "latitude", "must lie in [-90, 90] degrees")
    try:
        return np.broadcast_arrays(longitude, latitude)
    except ValueError:
        raise MethodError(f"longitude has shape {longitude.shape}, latitude {latitude.shape}") from None
