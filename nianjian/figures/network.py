"""Network of cities by the firms that hold something elsewhere: arcs of the last year on a map."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch

from nianjian.figures import labels, maps, style
from nianjian.figures.region_map import centres, size
from nianjian.figures.subject import Subject

NAME = "network"
TITLE = {"zh": "城市网络", "en": "Network of cities"}
NEEDS_MAP = True
METHOD = "network"

# A network belongs to the system that is about the same cities and draws on the same source.
CITIES = """
    select network.chain_code, chains.name_{lang} as chain, network.scheme_code, network.group_code,
        network.release_code, network.region_code, regions.{region} as name, network.year, network.weighted_degree
    from marts.fct_city_network as network
    inner join marts.dim_release as releases using (release_code)
    inner join marts.dim_chain as chains using (chain_code)
    inner join marts.dim_region as regions using (region_code)
    inner join marts.dim_system as systems
        on releases.source_code = systems.source_code and network.scheme_code = systems.scope_scheme_code
    where systems.system_code = $system and network.variant_code = $method
    qualify network.year = max(network.year) over (
            partition by network.release_code, network.scheme_code, network.group_code, network.chain_code
        )
        and network.release_code = max(network.release_code) over ()
    order by chains.sort_order, network.group_code, network.weighted_degree desc, network.region_code
"""
ARCS = """
    select from_region_code, to_region_code, firms
    from marts.fct_firm_city_edge
    where release_code = $release and chain_code = $chain and year = $year and from_region_code != to_region_code
        and list_contains($cities, from_region_code) and list_contains($cities, to_region_code)
    order by firms, from_region_code, to_region_code
"""
CITY = "#E9EEF1"
THICKEST, LARGEST = 5.0, 260.0


def figures(subject: Subject) -> Iterator[tuple[str, Figure]]:
    """One figure for each chain and set of cities."""
    method = subject.method(METHOD)
    if method is None:
        return
    cities = subject.rows(CITIES, method=method.variant_code)
    for (chain, group), rows in cities.groupby(["chain_code", "group_code"], sort=False):
        keys = {"release": rows.release_code.iloc[0], "chain": chain, "year": int(rows.year.iloc[0])}
        arcs = subject.rows(ARCS, cities=list(rows.region_code), **keys)
        if not arcs.empty and (figure := _draw(subject, rows, arcs)):
            yield f"{NAME}_{chain}_{group}", figure


def _draw(subject: Subject, cities: pd.DataFrame, arcs: pd.DataFrame) -> Figure | None:
    known = subject.boundaries
    view = maps.window(known, cities.region_code) if known else None
    if view is None:
        return None
    at = centres(subject, list(cities.region_code))
    chain = cities.chain.iloc[0]
    title = subject.say(zh=f"{TITLE['zh']}：{chain}", en=f"{TITLE['en']}: {chain}")
    note = subject.say(
        zh=f"箭头指向被投资企业所在城市，粗细为企业数；圆面积为加权度。批次：{cities.release_code.iloc[0]}",
        en="Arrows point to the city invested in and are as wide as firms are many; circles have the area of the weighted "
        f"degree. Release: {cities.release_code.iloc[0]}",
    )
    figure = style.sheet(
        subject,
        f"{title}{style.span(subject, cities.year)}",
        note,
        *size(view),
        maps.CREDIT[subject.language],
    )
    axes = figure.subplots()
    maps.draw(axes, known, view, dict.fromkeys(cities.region_code, CITY), subject.language)
    maps.scale_bar(axes, view, subject.say(zh="千米", en="km"))
    _draw_arcs(axes, arcs, at)
    nodes = cities[cities.region_code.isin(at.keys())]
    area = LARGEST * nodes.weighted_degree / max(nodes.weighted_degree.max(), 1)
    x, y = np.array([at[code] for code in nodes.region_code]).T
    axes.scatter(x, y, area + 4, color=style.ORANGE, edgecolor="white", linewidth=0.6, zorder=6, gid="cities")
    _draw_legend(axes, int(arcs.firms.max()), subject.label("fct_firm_city_edge", "firms"))
    named = [(*at[code], name) for code, name in zip(nodes.region_code, nodes["name"], strict=True)]
    labels.place(axes, named, 7, list(np.sqrt(area / np.pi)))
    return figure


def _draw_arcs(axes: Axes, arcs: pd.DataFrame, at: Mapping[str, tuple[float, float]]) -> None:
    most = int(arcs.firms.max())
    # The strongest arcs on top.
    for arc in arcs.itertuples():
        if arc.from_region_code in at and arc.to_region_code in at:
            strength = arc.firms / most
            axes.add_artist(
                FancyArrowPatch(
                    at[arc.from_region_code],
                    at[arc.to_region_code],
                    connectionstyle="arc3,rad=0.14",
                    arrowstyle=f"-|>,head_length={2 + 4 * strength:.2f},head_width={1 + 2 * strength:.2f}",
                    linewidth=max(0.25, THICKEST * strength),
                    color=style.BLUE,
                    alpha=0.25 + 0.6 * np.sqrt(strength),
                    shrinkA=3,
                    shrinkB=3,
                    zorder=5,
                    gid=f"arc-{arc.from_region_code}-{arc.to_region_code}",
                )
            )


def _draw_legend(axes: Axes, most: int, title: str) -> None:
    """How wide an arc of the most firms is, of a quarter and of a twentieth of them."""
    steps = sorted({most, max(most // 4, 1), max(most // 20, 1)}, reverse=True)
    keys = [
        Line2D([], [], color=style.BLUE, linewidth=max(0.25, THICKEST * step / most), label=f"{step:,}")
        for step in steps
    ]
    axes.legend(handles=keys, title=title, loc="upper left", bbox_to_anchor=(1.0, 1.0), alignment="left")
