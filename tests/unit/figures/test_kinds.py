"""What stands on a figure is what the marts say."""

import json

import numpy as np
import pytest

from nianjian.figures import (
    coupling,
    decoupling,
    density,
    drivers,
    ellipse,
    geodetector,
    hot_spots,
    inequality,
    markov,
    moran,
    network,
    ranks,
    score_map,
    weights,
)
from nianjian.figures.style import VERMILION, folded, label
from nianjian.figures.subject import Subject
from nianjian.methods.projection import albers


def only(kind, subject):
    """The one figure of a kind."""
    ((_, figure),) = kind.figures(subject)
    return figure


def by_id(axes, start):
    return {
        artist.get_gid().removeprefix(start): artist
        for artist in axes.get_children()
        if (artist.get_gid() or "").startswith(start)
    }


def written(axes):
    return [text.get_text() for text in axes.texts]


def test_a_ridge_for_each_year_the_first_behind_and_a_dot_on_each_peak(subject):
    (axes,) = only(density, subject).axes
    ridges, peaks = by_id(axes, "ridge-"), by_id(axes, "peaks-")
    assert list(ridges) == list(peaks) == ["2020", "2021"]
    assert ridges["2020"].get_zorder() < ridges["2021"].get_zorder()
    assert peaks["2020"].get_xdata().tolist() == [pytest.approx(0.2)]
    assert peaks["2021"].get_xdata() == pytest.approx([0.1, 0.3])
    rise = density.OVERLAP / 2.0
    assert peaks["2020"].get_ydata() == pytest.approx([1 + rise * 2.0])
    assert peaks["2021"].get_ydata() == pytest.approx([rise * 1.5, rise * 1.0])


def test_each_region_has_the_colour_of_its_class(subject):
    axes = only(score_map, subject).axes[0]
    regions = by_id(axes, "region-")
    assert set(regions) == {"110000", "120000", "130100"}
    keys = {text.get_text(): key.get_facecolor() for key, text in legend(axes)}
    assert regions["110000"].get_facecolor() == keys["0.800  (1)"]
    assert regions["130100"].get_facecolor() == keys["0.200  (1)"]
    assert written(axes).count("Beijing") == 1


def test_hot_spots_have_the_colours_of_seven_classes(subject):
    axes = only(hot_spots, subject).axes[0]
    keys = {text.get_text(): key.get_facecolor() for key, text in legend(axes)}
    assert len(keys) == 7
    regions = by_id(axes, "region-")
    assert regions["110000"].get_facecolor() == keys["Hot, 99 %  (1)"]
    assert regions["130100"].get_facecolor() == keys["Cold, 95 %  (1)"]


def legend(axes):
    return zip(axes.get_legend().legend_handles, axes.get_legend().get_texts(), strict=True)


def test_ellipses_have_centre_axes_and_direction_of_the_mart(subject):
    figure = only(ellipse, subject)
    lines = by_id(figure.axes[0], "ellipse-")
    assert list(lines) == ["2020", "2021"]
    centre = np.array(albers(116.0, 39.5))
    offsets = lines["2020"].get_xydata() - centre
    distance = np.hypot(*offsets.T)
    assert (distance.max(), distance.min()) == pytest.approx((100, 50))
    east, north = offsets[distance.argmax()]
    assert np.degrees(np.arctan2(east, north)) % 180 == pytest.approx(30)
    circle = lines["2021"].get_xydata() - np.array(albers(116.2, 39.4))
    assert np.hypot(*circle.T) == pytest.approx(90)
    points = by_id(figure.axes[1], "centres")[""].get_offsets()
    assert np.asarray(points) == pytest.approx(np.column_stack(albers([116.0, 116.2], [39.5, 39.4])))


def test_an_ellipse_in_degrees_and_one_from_true_north(subject):
    class Row:
        centre_longitude, centre_latitude, semi_major, semi_minor = 116.0, 39.5, 1.0, 0.5
        rotation, length_unit = 0.0, "degree"

    line = ellipse.outline(Row, "{}")
    assert line[0] == pytest.approx(albers(116.0, 40.5))
    Row.length_unit, Row.semi_major, Row.semi_minor = "km", 100.0, 50.0
    east, north = ellipse.outline(Row, json.dumps({"north": "true"}))[0] - np.array(albers(116.0, 39.5))
    meridian = np.array(albers(116.0, 40.5)) - np.array(albers(116.0, 39.5))
    assert np.arctan2(east, north) == pytest.approx(np.arctan2(*meridian), abs=1e-3)


def test_years_with_fewer_regions_are_told(subject, connection):
    texts = [text.get_text() for text in only(inequality, subject).texts]
    assert "4 regions with a score, but 3 in 2020." in texts
    assert Subject(connection, subject.system, "zh").uneven == "有分地区4个，惟2020年3个。"
    connection.execute("delete from marts.fct_score where region_code = '999999'")
    assert subject.uneven == ""
    connection.execute("""
        insert into marts.fct_score
        select 'towns', 'equal', 'total', '110000', year, 0.5 from range(2010, 2014) as years (year)
    """)
    assert subject.uneven == "4 years have fewer than 3 regions with a score."


def test_the_parts_of_the_gini_are_stacked_to_a_hundred(subject):
    figure = only(inequality, subject)
    gini, bars = figure.axes
    assert by_id(gini, "gini")[""].get_ydata().tolist() == [0.4]
    heights = [bar.get_height() for bar in bars.patches]
    assert heights == pytest.approx([20, 77, 3])
    assert [bar.get_y() for bar in bars.patches] == pytest.approx([0, 20, 97])
    assert [text for text in written(bars) if text] == ["20", "77"]


def test_the_strongest_driver_comes_first_and_pairs_stand_below_the_diagonal(subject):
    axes = only(geodetector, subject).axes[0]
    values = axes.collections[0].get_array().reshape(2, 2)
    assert values.filled(np.nan).tolist()[1] == [0.97, 0.25]
    assert values[0, 0] == 0.75 and values.mask[0, 1]
    assert written(axes) == ["0.75", "0.97", "0.25"]
    (dot,) = axes.lines
    assert dot.get_color() == VERMILION
    assert [text.get_text() for text in axes.get_yticklabels()] == ["Roads  1", "Income  2"]


def test_the_matrix_has_the_probabilities_and_the_moves_behind_them(subject):
    figures = dict(markov.figures(subject))
    axes = figures["markov"].axes[0]
    assert axes.collections[0].get_array().filled(-1).tolist() == [[0.65, 0.35], [-1, -1]]
    assert written(axes) == ["0.65", "0.35", "–", "–"]
    assert [text.get_text() for text in axes.get_yticklabels()] == ["1\n(n=20)", "2\n(n=0)"]
    panels = figures["spatial_markov"].axes
    assert [panel.get_title() for panel in panels] == ["All regions", "Neighbours of class 1"]
    assert [written(panel) for panel in panels] == [["1.00"], ["0.81"]]


def test_arcs_join_cities_of_the_set_and_are_as_wide_as_firms_are_many(subject):
    axes = only(network, subject).axes[0]
    arcs = by_id(axes, "arc-")
    assert set(arcs) == {"110000-120000", "130100-110000"}
    assert arcs["110000-120000"].get_linewidth() == 4 * arcs["130100-110000"].get_linewidth()
    cities = by_id(axes, "cities")[""]
    assert np.asarray(cities.get_offsets())[0] == pytest.approx(albers(116.41, 40.18))
    assert (cities.get_sizes() - 4) / network.LARGEST == pytest.approx([1, 0.8, 0.2])


def test_a_network_of_another_source_is_not_that_of_the_system(subject):
    subject.connection.execute("update marts.dim_release set source_code = 'published'")
    assert list(network.figures(subject)) == []


def test_cities_by_years_the_best_coordinated_on_top(subject):
    axes = only(coupling, subject).axes[0]
    assert axes.collections[0].get_array().tolist() == [[0.53, 0.64], [0.31, 0.42]]
    assert [text.get_text() for text in axes.get_yticklabels()] == ["Tianjin", "Beijing"]


def test_rank_intervals_in_the_order_of_the_default(subject):
    (axes,) = only(ranks, subject).axes
    intervals = [path.vertices[:, 0].tolist() for path in by_id(axes, "intervals")[""].get_paths()]
    assert intervals == [[1, 2], [1, 3]]
    median, default = axes.lines
    assert median.get_xdata().tolist() == [1.5, 2.0] and default.get_xdata().tolist() == [1, 2]
    assert [text.get_text() for text in axes.get_yticklabels()] == ["Tianjin", "Beijing"]


def test_one_variant_has_no_interval(subject):
    subject.connection.execute("update marts.fct_rank_robustness set variants = 1")
    assert list(ranks.figures(subject)) == []


def test_importance_with_its_spread_and_turning_points(subject):
    figures = dict(drivers.figures(subject))
    permutation, impurity = figures["drivers"].axes
    points, _, (spread,) = permutation.containers[0]
    assert points.get_xdata().tolist() == [0.7, 0.2]
    assert spread.get_segments()[0][:, 0] == pytest.approx([0.67, 0.73])
    assert impurity.containers[0][0].get_xdata().tolist() == [0.4, 0.6]
    roads, income = figures["partial_dependence"].axes
    curve, turning = income.lines
    assert curve.get_xydata().tolist() == [[10, 0.2], [20, 0.5], [30, 0.3]]
    assert turning.get_xydata().tolist() == [[20, 0.5]]
    assert len(roads.lines[1].get_xdata()) == 0
    # A curve stands even where the importance of its driver is unknown.
    subject.connection.execute("delete from marts.fct_driver_importance where indicator_code = 'roads'")
    first, last = dict(drivers.figures(subject))["partial_dependence"].axes
    assert [len(axes.lines[0].get_xdata()) for axes in (first, last)] == [3, 2]


def test_a_region_stands_at_its_standard_score_and_that_of_its_neighbours(subject):
    figure = only(moran, subject)
    axes = figure.axes[0]
    # The fourth score of 2021 is that of a region that takes no part.
    scores = np.array([0.8, 0.6, 0.2])
    standard = (scores - scores.mean()) / scores.std()
    dots = by_id(axes, "dots-")
    assert set(dots) == {"Not significant", "High among high", "Low among high"}
    assert dots["High among high"].get_xydata() == pytest.approx(np.array([[standard[0], 0.5]]))
    assert dots["Low among high"].get_xydata() == pytest.approx(np.array([[standard[2], 0.6]]))
    assert by_id(axes, "slope")[""].get_slope() == 0.25
    assert written(axes) == ["Beijing", "Shijiazhuang"]
    assert "I = 0.250, p = 0.040" in "".join(text.get_text() for text in figure.texts)


def test_states_of_decoupling_stand_by_region_and_year(subject):
    figure = only(decoupling, subject)
    values = figure.axes[0].collections[0].get_array().reshape(2, 2)
    assert values.filled(-1).tolist() == [[0, -1], [1, 7]]
    keys = [text.get_text() for text in figure.legends[0].get_texts()]
    assert (
        keys[0] == "Strong decoupling  (1)"
        and keys[4] == "Recessive coupling  (0)"
        and keys[-1] == "Undefined  (1)"
    )
    assert figure.get_label() == "States of decoupling, 2020–2021 · Carbon"


def test_weights_of_the_default_stand_in_the_range_of_all_beside_those_printed(subject):
    axes = only(weights, subject).axes[0]
    assert by_id(axes, "own")[""].get_xdata().tolist() == pytest.approx([0.7, 0.3])
    (low, high) = np.array(by_id(axes, "range")[""].get_segments())[:, :, 0].T
    assert low.tolist() == pytest.approx([0.1, 0.3]) and high.tolist() == pytest.approx([0.7, 0.9])
    printed = by_id(axes, "printed")[""].get_xdata()
    assert np.isnan(printed[0]) and printed[1] == 0.55
    subject.connection.execute("delete from replication.fct_printed_weight")
    assert "printed" not in {artist.get_gid() for artist in only(weights, subject).axes[0].lines}
    subject.connection.execute("delete from marts.fct_weight where indicator_code = 'roads'")
    assert list(weights.figures(subject)) == []


def test_labels_break_between_words_and_chinese_anywhere_but_before_a_mark():
    assert label("Value added of the sector", "en", 12) == "Value added\nof the\nsector"
    assert folded("年末参加保险，人数", 12) == ["年末参加保险，", "人数"]
    assert folded("方案（topsis_entropy）", 8) == ["方案（", "topsis_entropy）"]
