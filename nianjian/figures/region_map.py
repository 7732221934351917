"""A map on which regions have colours, a legend says what they mean, and names stand where there is room."""

from collections.abc import Mapping

from matplotlib.figure import Figure
from matplotlib.patches import Patch

from nianjian.figures import labels, maps, style
from nianjian.figures.subject import Subject
from nianjian.methods.projection import albers

CENTRES = """
    select region_code, longitude, latitude
    from reference.region_centroids
    where kind = 'area_centroid' and list_contains($codes, region_code)
"""


def centres(subject: Subject, codes: list[str]) -> dict[str, tuple[float, float]]:
    """Area centroids in km of the map, by region."""
    rows = subject.rows(CENTRES, codes=codes)
    if rows.empty:
        return {}
    x, y = albers(rows.longitude, rows.latitude)
    return dict(zip(rows.region_code, zip(x.tolist(), y.tolist(), strict=True), strict=True))


def region_map(
    subject: Subject,
    title: str,
    note: str,
    names: Mapping[str, str],
    colours: Mapping[str, str],
    *,
    keys: list[Patch],
    legend: str,
) -> Figure | None:
    """The map; `names` in the order in which labels take their places. None if no region has boundaries."""
    known = subject.boundaries
    view = maps.window(known, names) if known else None
    if view is None:
        return None
    width, height = size(view)
    credit = maps.CREDIT[subject.language]
    if lost := [name for code, name in names.items() if not known.of(code)]:
        credit = (
            subject.say(zh=f"无边界：{'、'.join(lost)}。", en=f"Without boundaries: {', '.join(lost)}. ")
            + credit
        )
    figure = style.sheet(subject, title, note, width, height, credit)
    axes = figure.subplots()
    maps.draw(axes, known, view, colours, subject.language)
    maps.scale_bar(axes, view, subject.say(zh="千米", en="km"))
    # South-west of the country there is room for the legend; other maps have it beside them.
    if view.is_country:
        if not known.provinces.keys() <= colours.keys():
            nothing = subject.say(zh="无数据", en="No data")
            keys = [*keys, Patch(facecolor=maps.LAND, edgecolor=maps.COAST, linewidth=0.3, label=nothing)]
        axes.legend(
            handles=keys, title=legend, loc="lower left", bbox_to_anchor=(0.0, 0.06), alignment="left"
        )
    else:
        axes.legend(handles=keys, title=legend, loc="upper left", bbox_to_anchor=(1.0, 1.0), alignment="left")
    at = centres(subject, list(names))
    labels.place(axes, [(*at[code], names[code]) for code in names if code in at], 5.8)
    return figure


def size(view: maps.Window) -> tuple[float, float]:
    """Inches of a figure that holds the map: a legend stands beside one that is not of the country."""
    ratio = (view.north - view.south) / (view.east - view.west)
    if view.is_country:
        return 7.0, 7.0 * ratio
    height = min(5.5, 5.0 * ratio)
    return height / ratio + 1.8, height
