import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianjian.methods.checks import MethodError
from nianjian.methods.projection import (
    APEX_KM,
    CENTRAL_MERIDIAN,
    albers,
    albers_inverse,
    convergence,
    great_circle,
)

china = {"longitude": st.floats(73, 136), "latitude": st.floats(3, 54)}


def test_origin_and_symmetry():
    assert albers(CENTRAL_MERIDIAN, 0.0) == pytest.approx((0, 0), abs=1e-9)
    (west, east), (south_west, south_east) = albers([95.0, 115.0], [30.0, 30.0])
    assert (west, south_west) == pytest.approx((-east, south_east), abs=1e-9)


def test_true_scale_on_the_standard_parallels():
    # A degree of a parallel is pi / 180 a cos(latitude) / sqrt(1 - e^2 sin^2(latitude)).
    for latitude in (25.0, 47.0):
        x, y = albers([104.5, 105.5], [latitude, latitude])
        radius = APEX_KM - y[0]
        arc = 2 * np.arctan2(x[1], radius) * np.hypot(x[1], radius)
        squared = 0.00669438002290 * np.sin(np.radians(latitude)) ** 2
        expected = np.radians(1) * 6378.137 * np.cos(np.radians(latitude)) / np.sqrt(1 - squared)
        assert arc == pytest.approx(expected, abs=1e-9)


@given(**china)
def test_inverse_gives_the_point_back(longitude, latitude):
    back = albers_inverse(*albers(longitude, latitude))
    assert back == pytest.approx((longitude, latitude), abs=1e-10)


@given(**china)
def test_area_is_kept(longitude, latitude):
    """A small cell has the area of the ellipsoid, M N cos(latitude) d latitude d longitude."""
    half = 5e-4
    x, y = albers(
        [longitude - half, longitude + half, longitude + half, longitude - half],
        [latitude - half, latitude - half, latitude + half, latitude + half],
    )
    x, y = x - x[0], y - y[0]
    found = abs(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1))) / 2
    e2, sine = 0.00669438002290, np.sin(np.radians(latitude))
    size = 6378.137**2 * (1 - e2) / (1 - e2 * sine**2) ** 2 * np.cos(np.radians(latitude))
    assert found == pytest.approx(size * np.radians(2 * half) ** 2, rel=1e-6)


@given(**china)
def test_convergence_is_the_bearing_of_the_meridian(longitude, latitude):
    (x, further_x), (y, further_y) = albers([longitude] * 2, [latitude, latitude + 0.01])
    of_the_meridian = np.degrees(np.arctan2(further_x - x, further_y - y))
    assert of_the_meridian == pytest.approx(-convergence(longitude), abs=1e-5)


def test_great_circle_by_hand():
    quarter = np.pi / 2 * 6371.00877
    km, bearing = great_circle([0, 0, 0, 0], [0, 0, 0, 90], [90, 0, -90, 0], [0, 90, 0, 0])
    np.testing.assert_allclose(km, quarter)
    np.testing.assert_allclose(bearing, [90, 0, 270, 180])
    assert great_circle(0, 0, 180, 0)[0] == pytest.approx(2 * quarter)


def test_a_point_is_in_no_direction_from_itself():
    km, bearing = great_circle(110.0, 30.0, 110.0, 30.0)
    assert km == 0 and np.isnan(bearing)


@given(**china, to_longitude=china["longitude"], to_latitude=china["latitude"])
def test_distance_is_the_same_both_ways(longitude, latitude, to_longitude, to_latitude):
    there, _ = great_circle(longitude, latitude, to_longitude, to_latitude)
    back, _ = great_circle(to_longitude, to_latitude, longitude, latitude)
    assert there == pytest.approx(back, abs=1e-9)


@pytest.mark.parametrize("method", [albers, lambda *at: great_circle(*at, 110, 30)])
@pytest.mark.parametrize(
    ("longitude", "latitude", "place"),
    [
        ([110, 181], [30, 30], r"longitude\[1\] is 181.0"),
        ([110, 110], [30, -91], r"latitude\[1\] is -91.0"),
        ([110, np.nan], [30, 30], r"longitude\[1\] is nan"),
        ([110, 110], [np.inf, 30], r"latitude\[0\] is inf"),
    ],
)
def test_places_off_the_earth_are_named(method, longitude, latitude, place):
    with pytest.raises(MethodError, match=place):
        method(longitude, latitude)


def test_points_off_the_map_are_refused():
    with pytest.raises(MethodError, match="no image"):
        albers_inverse(0.0, -20_000.0)


def test_lengths_must_agree():
    with pytest.raises(MethodError, match="shape"):
        albers([110.0, 111.0], [30.0, 31.0, 32.0])
