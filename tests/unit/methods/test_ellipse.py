import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nianjian.methods.checks import MethodError
from nianjian.methods.ellipse import OUTLINES, area, ellipse, flattening, path, perimeter
from nianjian.methods.projection import albers, albers_inverse, convergence

# Four points of a rhombus, 4 degrees wide and 2 high.
LONGITUDE, LATITUDE, EVEN = [108.0, 110.0, 112.0, 110.0], [34.0, 35.0, 34.0, 33.0], [1.0] * 4
AXES = ("semi_major", "semi_minor")


def in_degrees(longitude, latitude, weights, **options):
    return ellipse(longitude, latitude, weights, projection="degrees", **options)


@st.composite
def weighted_points(draw):
    n = draw(st.integers(3, 9))
    place = st.lists(st.integers(-300, 300), min_size=n, max_size=n)
    weights = st.lists(st.integers(1, 50), min_size=n, max_size=n)
    x, y = np.array(draw(place)) / 100, np.array(draw(place)) / 100
    assume(np.ptp(x) > 0 and np.ptp(y) > 0)
    return x + 110, y + 30, np.array(draw(weights), dtype=float)


def is_round(found):
    """Near a circle the rotation is as good as undefined."""
    return np.isnan(found.rotation) or found.flattening < 1e-3


def turned(found, angle):
    """Difference of the rotation from an angle, in degrees, of axes that have no direction."""
    return (found.rotation - angle + 90) % 180 - 90


@pytest.fixture(scope="module")
def printed(table):
    return table("urbanization_table4")


def test_flattening_urbanization_table4(printed, agrees):
    for row in printed:
        found = flattening(float(row["semi_major"]), float(row["semi_minor"]))
        assert agrees(100 * found, row["flattening"]), row["year"]


def from_printed_axes(row, measure, outline, half_unit):
    """Lowest and highest value of a measure of axes that are printed as these: it grows with both."""
    move = half_unit(row["semi_major"])
    axes = np.array([float(row["semi_major"]), float(row["semi_minor"])])
    return [float(measure(*(axes + step), outline)) for step in (-move, move)]


@pytest.mark.parametrize(
    ("measure", "unit", "outline", "years"),
    [
        ("perimeter", 1, "exact", []),
        ("perimeter", 1, "ramanujan", []),
        ("perimeter", 1, "polygon", ["2010", "2015", "2019"]),
        ("area", 1e4, "exact", []),
        ("area", 1e4, "polygon", ["2010", "2015", "2019"]),
    ],
)
def test_perimeter_and_area_urbanization_table4(printed, half_unit, measure, unit, outline, years):
    """The article measured a polygon of 360 corners; areas are in 10,000 km2. 2006 fits no formula."""
    found = []
    for row in printed:
        low, high = from_printed_axes(
            row, {"perimeter": perimeter, "area": area}[measure], outline, half_unit
        )
        half = half_unit(row[measure])
        if low / unit - half <= float(row[measure]) <= high / unit + half:
            found.append(row["year"])
    assert found == years


def test_areas_urbanization_table4_are_exact_to_the_printed_place(printed, agrees):
    found = [
        agrees(area(float(r["semi_major"]), float(r["semi_minor"]), "polygon") / 1e4, r["area"])
        for r in printed
    ]
    assert found == [False, True, True, True]


def test_axes_of_2006_are_too_short_for_its_perimeter_and_area_alike(printed):
    row = {name: float(text) for name, text in printed[0].items()}
    axes = row["semi_major"], row["semi_minor"]
    assert row["perimeter"] / perimeter(*axes, "polygon") - 1 == pytest.approx(4.1e-5, abs=0.1e-5)
    assert np.sqrt(row["area"] * 1e4 / area(*axes, "polygon")) - 1 == pytest.approx(4.9e-5, abs=0.8e-5)


def test_by_hand():
    found = in_degrees(LONGITUDE, LATITUDE, EVEN)
    # Mean of the squares along the long axis (4 + 0 + 4 + 0) / 4 = 2, along the short (0 + 1 + 0 + 1) / 4.
    assert (found.centre_longitude, found.centre_latitude) == (110, 34)
    assert (found.semi_major, found.semi_minor) == pytest.approx((2, 1))
    assert found.rotation == pytest.approx(90)
    assert found.flattening == pytest.approx(0.5)
    assert found.area == pytest.approx(2 * np.pi)
    assert found.perimeter == pytest.approx(9.688448220547675)  # 8 E(3/4)


def test_options_by_hand():
    one = in_degrees(LONGITUDE, LATITUDE, EVEN, factor="one")
    assert one.semi_major == pytest.approx(np.sqrt(2))
    corrected = in_degrees(LONGITUDE, LATITUDE, EVEN, divisor="n_minus_2")
    assert corrected.semi_major == pytest.approx(2 * np.sqrt(4 / 2))
    assert in_degrees(LONGITUDE, LATITUDE, EVEN, deviations=3).semi_minor == pytest.approx(3)


def test_a_weight_counts_a_region_more_than_once():
    found = in_degrees([110.0, 112.0, 110.0], [30.0, 30.0, 33.0], [2.0, 1.0, 1.0])
    repeated = in_degrees([110.0, 110.0, 112.0, 110.0], [30.0, 30.0, 30.0, 33.0], EVEN)
    for name in found._fields:
        assert getattr(found, name) == pytest.approx(getattr(repeated, name)), name


def test_a_region_of_weight_0_takes_no_part():
    for options in ({}, {"divisor": "n_minus_2"}):
        with_it = ellipse([*LONGITUDE, 80.0], [*LATITUDE, 50.0], [*EVEN, 0.0], **options)
        np.testing.assert_allclose(with_it, ellipse(LONGITUDE, LATITUDE, EVEN, **options))


def test_rotation_is_clockwise_from_north():
    for degrees in (0, 30, 60, 90, 135, 179):
        sine, cosine = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))
        longitude = 110 + np.array([-2 * sine, 2 * sine, cosine, -cosine])
        latitude = 30 + np.array([-2 * cosine, 2 * cosine, -sine, sine])
        assert abs(turned(in_degrees(longitude, latitude, EVEN), degrees)) < 1e-9


@given(weighted_points())
def test_true_north_is_turned_by_the_convergence(case):
    up, true = ellipse(*case), ellipse(*case, north="true")
    assume(not is_round(up))
    assert abs(turned(true, up.rotation + convergence(up.centre_longitude))) < 1e-9
    flat = in_degrees(*case)
    assert flat.rotation == in_degrees(*case, north="true").rotation


@given(weighted_points(), st.floats(0, 360))
def test_turning_the_points_turns_the_ellipse(case, angle):
    longitude, latitude, weights = case
    found = in_degrees(*case)
    assume(not is_round(found))
    x, y = longitude - 110, latitude - 30
    sine, cosine = np.sin(np.radians(angle)), np.cos(np.radians(angle))
    moved = in_degrees(110 + x * cosine + y * sine, 30 - x * sine + y * cosine, weights)
    assert abs(turned(moved, found.rotation + angle)) < 1e-6
    for name in AXES:
        assert getattr(moved, name) == pytest.approx(getattr(found, name), abs=1e-9)


@given(weighted_points(), st.floats(-20, 20), st.floats(0.1, 5))
def test_moving_and_stretching_the_points(case, step, size):
    longitude, latitude, weights = case
    found = in_degrees(*case)
    moved = in_degrees(110 + (longitude - 110) * size + step, 30 + (latitude - 30) * size + step / 2, weights)
    assert moved.centre_longitude == pytest.approx(110 + (found.centre_longitude - 110) * size + step)
    for name in (*AXES, "perimeter"):
        assert getattr(moved, name) == pytest.approx(size * getattr(found, name), abs=1e-8)
    assert moved.area == pytest.approx(size**2 * found.area, abs=1e-8)


@given(weighted_points(), st.randoms(use_true_random=False), st.sampled_from([1e-300, 1e-9, 7.0, 1e306]))
def test_order_and_unit_of_the_weights_do_not_matter(case, random, unit):
    order = list(range(len(case[2])))
    random.shuffle(order)
    found, again = ellipse(*case), ellipse(*(values[order] for values in case[:2]), case[2][order] * unit)
    for name in found._fields:
        if name != "rotation" or not is_round(found):
            assert getattr(again, name) == pytest.approx(getattr(found, name), abs=1e-6), name


@given(weighted_points())
def test_axes_are_the_roots_of_the_covariance(case):
    x, y = albers(*case[:2])
    found = ellipse(*case, factor="one")
    roots = np.linalg.eigvalsh(np.cov(x, y, aweights=case[2], ddof=0))
    np.testing.assert_allclose(
        [found.semi_minor**2, found.semi_major**2], np.maximum(roots, 0), rtol=1e-9, atol=1e-6
    )


@given(weighted_points())
def test_every_year_of_a_batch_is_as_alone(case):
    longitude, latitude, weights = case
    years = np.stack([weights, weights[::-1]])
    together = ellipse(longitude, latitude, years)
    for year in (0, 1):
        alone = ellipse(longitude, latitude, years[year])
        # The sine of an array and of a number may differ in the last bit.
        np.testing.assert_allclose([value[year] for value in together], alone, rtol=1e-12)
    assert ellipse(longitude, latitude, years[None]).area.shape == (1, 2)


def test_points_on_a_line():
    found = in_degrees([110.0, 111.0, 112.0], [30.0, 31.0, 32.0], [1.0, 1.0, 1.0])
    assert found.rotation == pytest.approx(45)
    assert found.semi_minor == pytest.approx(0, abs=1e-12)
    assert found.flattening == pytest.approx(1)
    assert found.perimeter == pytest.approx(4 * found.semi_major)
    assert found.area == pytest.approx(0, abs=1e-12)


def test_a_circle_has_no_direction():
    found = in_degrees([109.0, 110.0, 111.0, 110.0], [30.0, 31.0, 30.0, 29.0], EVEN)
    assert np.isnan(found.rotation)
    assert found.flattening == pytest.approx(0, abs=1e-12)
    assert found.perimeter == pytest.approx(2 * np.pi * found.semi_major)


@pytest.mark.parametrize("angle", [0.0, 1.0, 5.221])
def test_of_a_square_b_does_not_exceed_a(angle):
    """At the last angle rounding makes the short axis the longer one, which the perimeter would refuse."""
    corners = angle + np.pi / 2 * np.arange(4)
    found = in_degrees(110 + np.cos(corners), 30 + np.sin(corners), EVEN)
    assert found.semi_minor <= found.semi_major == pytest.approx(1)


@pytest.mark.parametrize("n", [1, 3])
def test_one_place(n):
    found = ellipse([110.0] * n, [30.0] * n, [2.0] * n)
    assert (found.centre_longitude, found.centre_latitude) == pytest.approx((110, 30))
    assert found.semi_major == pytest.approx(0, abs=1e-9)
    assert found.area == pytest.approx(0, abs=1e-9)
    assert np.isnan(found.rotation)


def test_one_region_is_a_point():
    found = ellipse([110.0], [30.0], [2.0])
    assert (found.semi_major, found.semi_minor, found.perimeter, found.area) == (0, 0, 0, 0)
    assert np.isnan(found.flattening) and np.isnan(found.rotation)


def test_two_regions():
    longitude, latitude = albers_inverse([0.0, 600.0], [3500.0, 3500.0])
    found = ellipse(longitude, latitude, [1.0, 1.0])
    assert found.semi_major == pytest.approx(300 * np.sqrt(2))
    assert found.rotation == pytest.approx(90)
    assert found.semi_minor == pytest.approx(0, abs=1e-6)
    with pytest.raises(MethodError, match="n_minus_2 needs three or more"):
        ellipse(longitude, latitude, [1.0, 1.0], divisor="n_minus_2")


def test_path_by_hand():
    steps = path([110.0, 110.0, 111.0, 111.0], [30.0, 31.0, 31.0, 31.0])
    degree = np.radians(1) * 6371.00877
    assert steps.distance == pytest.approx([degree, degree * np.cos(np.radians(31)), 0], rel=1e-4)
    np.testing.assert_allclose(steps.bearing, [0, 90 - 0.2575, np.nan], atol=1e-3)


@pytest.mark.parametrize("outline", OUTLINES)
def test_outlines_of_a_circle_and_of_a_line(outline):
    assert perimeter(3, 3, outline) == pytest.approx(6 * np.pi, rel=1e-4)
    assert perimeter(3, 0, outline) == pytest.approx(12, rel=5e-4)
    assert perimeter(0, 0, outline) == area(0, 0, outline) == 0


def test_the_polygon_lies_inside():
    corner = 2 * np.pi * np.arange(361) / 360
    x, y = 5 * np.cos(corner), 2 * np.sin(corner)
    assert perimeter(5, 2, "polygon") == pytest.approx(np.hypot(np.diff(x), np.diff(y)).sum())
    assert area(5, 2, "polygon") == pytest.approx(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2)
    assert perimeter(5, 2, "polygon") < perimeter(5, 2)


@given(st.floats(0.2, 1))
def test_ramanujan_is_near(b):
    """Its error grows with the flattening: below 2e-6 up to b = a / 5."""
    assert perimeter(1, b, "ramanujan") == pytest.approx(perimeter(1, b), rel=2e-6)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (([110, np.nan], [30, 31], [1, 1]), r"longitude\[1\] is nan"),
        (([110, 111], [30, np.inf], [1, 1]), r"latitude\[1\] is inf"),
        (([110, 111], [30, 31], [[1, 1], [1, np.nan]]), r"weights\[1, 1\] is nan"),
        (([110, 111], [30, 31], [1, -1]), r"weights\[1\] is -1.0: must not be negative"),
        (([110, 111], [30, 31], [[1, 1], [0, 0]]), r"largest weight \[1\] is 0.0: must be above 0"),
        (([110, 191], [30, 31], [1, 1]), r"longitude\[1\] is 191.0"),
        (([110, 111], [30, 31], [1, 1, 1]), "must be"),
        (([110, 111], [30], [1, 1]), "must be"),
        (([[110, 111]], [[30, 31]], [1, 1]), "must be"),
        (([], [], []), "has shape"),
    ],
)
def test_odd_input_is_named(arguments, why):
    with pytest.raises(MethodError, match=why):
        ellipse(*arguments)


@pytest.mark.parametrize("name", ["factor", "divisor", "projection", "north", "outline"])
def test_unknown_options_are_refused(name):
    with pytest.raises(MethodError, match=f"{name} is 'other'"):
        ellipse(LONGITUDE, LATITUDE, EVEN, **{name: "other"})


@pytest.mark.parametrize("deviations", [0, -1, np.nan, np.inf])
def test_deviations_must_be_above_0(deviations):
    with pytest.raises(MethodError, match="deviations"):
        ellipse(LONGITUDE, LATITUDE, EVEN, deviations=deviations)


def test_axes_are_checked():
    with pytest.raises(MethodError, match="must not exceed"):
        flattening(1.0, 2.0)
    with pytest.raises(MethodError, match="negative"):
        area(1.0, -1.0)
    with pytest.raises(MethodError, match=r"semi_major\[1\] is nan"):
        perimeter([1.0, np.nan], [0.5, 0.5])


def test_a_path_needs_two_times():
    with pytest.raises(MethodError, match="t >= 2"):
        path([110.0], [30.0])
