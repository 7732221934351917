"""Standard deviational ellipses of the first and the last year, and the path of their centres."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from nianjian.figures import labels, maps, style
from nianjian.figures.subject import Subject
from nianjian.methods.checks import Floats
from nianjian.methods.projection import albers, convergence

NAME = "ellipse"
TITLE = {"zh": "标准差椭圆与重心轨迹", "en": "Standard deviational ellipse and path of its centre"}
TITLE_OF_ONE = {"zh": "标准差椭圆", "en": "Standard deviational ellipse"}
NEEDS_MAP = True
METHOD = "ellipse"

ELLIPSES = """
    select year, centre_longitude, centre_latitude, semi_major, semi_minor, rotation, length_unit
    from marts.fct_ellipse
    where system_code = $system and variant_code = $method and semi_major is not null
    order by year
"""
REGIONS = """
    select distinct region_code
    from marts.fct_score
    where system_code = $system and variant_code = $variant and subsystem_code = 'total' and score is not null
    order by region_code
"""
MEMBER = "#DCE6EC"
# The path of the centres is shown at least so many km wide.
NARROWEST_KM = 5


def figures(subject: Subject) -> Iterator[tuple[str, Figure]]:
    """One figure, if there are ellipses; with one year there is no path."""
    method = subject.method(METHOD)
    if method is None or subject.boundaries is None:
        return
    ellipses = subject.rows(ELLIPSES, method=method.variant_code)
    members = list(subject.rows(REGIONS).region_code)
    view = maps.window(subject.boundaries, members)
    if ellipses.empty or view is None:
        return
    ends = ellipses.iloc[[0, -1]].drop_duplicates("year")
    outlines = {int(row.year): outline(row, method.options) for row in ends.itertuples()}
    points = np.vstack(list(outlines.values()))
    # An ellipse may reach beyond its regions.
    view = view._replace(
        west=min(view.west, points[:, 0].min()),
        east=max(view.east, points[:, 0].max()),
        south=min(view.south, points[:, 1].min()),
        north=max(view.north, points[:, 1].max()),
    )
    has_path = len(ellipses) > 1
    width, ratio = 4.4, (view.north - view.south) / (view.east - view.west)
    title = f"{subject.say(**(TITLE if has_path else TITLE_OF_ONE))}{style.span(subject, ellipses.year)}"
    note, credit = f"{subject.variant(method)}\n{subject.uneven}", maps.CREDIT[subject.language]
    figure = style.sheet(subject, title, note, width + 2.8 * has_path, max(width * ratio, 2.8), credit)
    axes = figure.subplots(1, 1 + has_path, width_ratios=[width, 2.8][: 1 + has_path], squeeze=False)[0]
    unit = subject.say(zh="千米", en="km")
    maps.draw(axes[0], subject.boundaries, view, dict.fromkeys(members, MEMBER), subject.language)
    maps.scale_bar(axes[0], view, unit)
    x, y = albers(ellipses.centre_longitude, ellipses.centre_latitude)
    colours = dict(zip(outlines, (style.BLUE, style.VERMILION), strict=False))
    for year, line in outlines.items():
        look = {"color": colours[year], "linewidth": 1.6, "label": str(year)}
        axes[0].plot(*line.T, zorder=6, gid=f"ellipse-{year}", **look)
    axes[0].plot(x, y, color=style.INK, linewidth=0.8, zorder=6)
    axes[0].legend(loc="upper left")
    if has_path:
        near = _around(x, y)
        maps.draw(axes[1], subject.boundaries, near, dict.fromkeys(members, MEMBER), subject.language)
        maps.scale_bar(axes[1], near, unit)
        _path(axes[1], ellipses.year, x, y, colours)
        axes[1].set_title(subject.say(zh="重心轨迹", en="Path of the centre"), fontsize=8, loc="left")
    yield NAME, figure


def outline(ellipse: Any, options: str) -> Floats:
    """Points (361, 2) in km of an ellipse as the mart gives it: centre, semi-axes, and the long axis clockwise from
    north. Where its lengths are degrees it is drawn in degrees and then projected."""
    angle = np.linspace(0, 2 * np.pi, 361)
    is_plain = ellipse.length_unit == "degree"
    # The rotation of a circle is null.
    turn = 0.0 if pd.isna(ellipse.rotation) else ellipse.rotation
    if not is_plain and json.loads(options).get("north") == "true":
        turn -= float(convergence(ellipse.centre_longitude))
    turn = np.radians(turn)
    along, across = ellipse.semi_major * np.cos(angle), ellipse.semi_minor * np.sin(angle)
    east = along * np.sin(turn) + across * np.cos(turn)
    north = along * np.cos(turn) - across * np.sin(turn)
    if is_plain:
        return np.column_stack(albers(ellipse.centre_longitude + east, ellipse.centre_latitude + north))
    x, y = albers(ellipse.centre_longitude, ellipse.centre_latitude)
    return np.column_stack([x + east, y + north])


def _around(x: Floats, y: Floats) -> maps.Window:
    """A square around the centres."""
    half = max(np.ptp(x), np.ptp(y), NARROWEST_KM) * 0.65
    east, north = (x.min() + x.max()) / 2, (y.min() + y.max()) / 2
    return maps.Window(east - half, east + half, north - half, north + half)


def _path(axes: Axes, years: pd.Series, x: Floats, y: Floats, colours: dict[int, str]) -> None:
    axes.axis("on")
    axes.spines[:].set_visible(True)
    for number in range(len(x) - 1):
        arrow = {"arrowstyle": "-|>", "color": style.SOFT, "linewidth": 0.8, "shrinkA": 0, "shrinkB": 2}
        axes.annotate("", (x[number + 1], y[number + 1]), (x[number], y[number]), arrowprops=arrow)
    axes.scatter(x, y, s=14, color=[colours.get(year, style.INK) for year in years], zorder=6, gid="centres")
    # The ends of the path first: they matter most where there is no room for all.
    order = sorted(range(len(x)), key=lambda number: (number not in (0, len(x) - 1), number))
    labels.place(axes, [(x[k], y[k], str(years.iloc[k])) for k in order], 6.5, [2.0] * len(x))
