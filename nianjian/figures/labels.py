"""Labels of points that do not cover one another."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox

# Directions from a point in which its label may stand, and how far, in points of print: the first that is free.
DIRECTIONS = ((1, 0), (-1, 0), (0, 1), (0, -1), (0.7, 0.7), (-0.7, 0.7), (0.7, -0.7), (-0.7, -0.7))
DISTANCES = (2, 9)
# An outline of the letters would turn text into shapes in SVG.
PLATE = {"boxstyle": "round,pad=0.08", "facecolor": "white", "edgecolor": "none", "alpha": 0.6}
SIDES = {-1: ("right", "top"), 0: ("center", "center"), 1: ("left", "bottom")}


def place(
    axes: Axes, points: Sequence[tuple[float, float, str]], size: float, radii: Sequence[float] | None = None
) -> list[str]:
    """Write text at points, the first ones first; returns what found no free place and is not written. With `radii`,
    in points of print, labels keep clear of the marks that they belong to, and of the others."""
    axes.figure.draw_without_rendering()
    renderer = axes.figure.canvas.get_renderer()
    print_point = axes.figure.dpi / 72
    at = [axes.transData.transform((x, y)) for x, y, _ in points]
    taken = [
        Bbox([place - radius * print_point, place + radius * print_point])
        for place, radius in zip(at, radii or (), strict=False)
    ]
    inside = axes.get_window_extent(renderer)
    left_out = []
    for number, (x, y, text) in enumerate(points):
        shifts = [] if radii else [(0.0, 0.0)]
        shifts += [
            (right * distance, up * distance)
            for distance in np.add(radii[number] if radii else 0, DISTANCES)
            for right, up in DIRECTIONS
        ]
        for shift in shifts:
            written = axes.annotate(
                text,
                (x, y),
                shift,
                textcoords="offset points",
                ha=SIDES[np.sign(shift[0])][0],
                va=SIDES[np.sign(shift[1])][1],
                fontsize=size,
                zorder=7,
                bbox=PLATE,
            )
            box = written.get_window_extent(renderer)
            is_inside = inside.contains(box.x0, box.y0) and inside.contains(box.x1, box.y1)
            if is_inside and not any(box.overlaps(other) for other in taken):
                taken.append(box)
                break
            written.remove()
        else:
            left_out.append(text)
    return left_out
