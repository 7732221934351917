import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from nianjian.figures import boundaries, fonts, labels, maps
from nianjian.methods.projection import albers


def area(rings):
    """km2; rings of holes run the other way round."""
    return -sum(
        0.5 * float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))
        for x, y in ((ring - ring[0]).T for ring in rings)
    )


@pytest.fixture(scope="module")
def known():
    return boundaries.read()


def test_provinces_prefectures_and_dashes_are_read(known):
    assert len(known.provinces) == 34 and {"110000", "710000", "810000"} <= known.provinces.keys()
    assert {"130100", "440300"} <= known.cities.keys()
    assert len(known.dashes) == 9
    assert known.of("999999") == []


@pytest.mark.parametrize(("code", "km2"), [("110000", 16_410), ("420000", 185_900), ("130100", 14_060)])
def test_areas_are_those_of_the_yearbook(known, code, km2):
    assert area(known.of(code)) == pytest.approx(km2, rel=0.03)


def test_a_map_of_most_provinces_is_one_of_the_country_with_taiwan_clear_of_the_inset(known):
    view = maps.window(known, list(known.provinces)[:20])
    assert view.is_country
    east = max(known.of("710000"), key=len)[:, 0].max()
    assert view.west < albers(74, 39)[0] and view.north > albers(123, 53)[1]
    assert (east - view.west) / (view.east - view.west) < maps.INSET_PLACE[0]


def test_a_map_of_some_regions_shows_these(known):
    view = maps.window(known, ["130100", "110000", "999999"])
    assert not view.is_country
    x, y = albers([114.46, 116.41], [38.13, 40.18])
    assert view.west < x.min() and x.max() < view.east and view.south < y.min() and y.max() < view.north
    assert maps.window(known, ["999999"]) is None


def test_the_inset_reaches_all_dashes(known):
    (west, east), (south, north) = maps.INSET_DEGREES
    x, y = albers([west, east], [south, north])
    points = np.vstack(known.dashes)
    assert points[:, 0].max() < x[1] and points[:, 1].min() > y[0] and points[:, 0].min() > x[0]


def test_without_the_package_there_are_no_boundaries(monkeypatch):
    monkeypatch.setattr(boundaries, "PACKAGE", "no_such_package")
    assert boundaries.read() is None


def test_the_font_of_the_package_serves_where_none_is_installed(monkeypatch):
    monkeypatch.setattr(fonts, "CHINESE", ())
    assert fonts._chinese.__wrapped__().startswith("Source Han Sans")
    monkeypatch.setattr(boundaries, "PACKAGE", "no_such_package")
    assert fonts._chinese.__wrapped__() is None
    assert fonts.family("en") == "DejaVu Sans"


@pytest.fixture
def axes():
    figure = Figure(figsize=(3, 3))
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 1), ylim=(0, 1))
    return axes


def boxes(axes):
    renderer = axes.figure.canvas.get_renderer()
    return [text.get_window_extent(renderer) for text in axes.texts]


def test_labels_step_aside_and_are_left_out_where_there_is_no_room(axes):
    crowd = [(0.5, 0.5, f"label {number}") for number in range(40)]
    left_out = labels.place(axes, crowd, 8)
    found = boxes(axes)
    assert 3 <= len(found) == 40 - len(left_out) and "label 0" not in left_out
    assert not any(one.overlaps(other) for k, one in enumerate(found) for other in found[:k])


def test_labels_keep_clear_of_marks(axes):
    labels.place(axes, [(0.5, 0.5, "a"), (0.56, 0.5, "b")], 8, [10, 10])
    marks = axes.transData.transform([(0.5, 0.5), (0.56, 0.5)])
    found = boxes(axes)
    assert len(found) == 2
    for box in found:
        assert all(not (box.x0 < x < box.x1 and box.y0 < y < box.y1) for x, y in marks)
