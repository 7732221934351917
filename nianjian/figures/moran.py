"""Moran scatterplot of the last year: each region's score against that of its neighbours."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from nianjian.figures import style
from nianjian.figures.subject import Subject

NAME = "moran"
TITLE = {"zh": "莫兰散点图", "en": "Moran scatterplot"}
NEEDS_MAP = False
METHOD = "moran"

# The lag is that of standard scores, with the deviation over n.
POINTS = """
    select {region} as name, places.region_code, places.year, places.lag, places.quadrant, places.p_permuted as p,
        (scores.score - avg(scores.score) over ()) / nullif(stddev_pop(scores.score) over (), 0) as standard_score,
        whole.i, whole.p_permuted as p_whole
    from marts.fct_local_moran as places
    inner join marts.fct_moran as whole using (system_code, variant_code, year)
    inner join marts.fct_score as scores using (system_code, region_code, year)
    inner join marts.dim_region using (region_code)
    where places.system_code = $system and places.variant_code = $method and scores.variant_code = $variant
        and scores.subsystem_code = 'total' and places.i is not null
        and places.year = (
            select max(year) from marts.fct_moran
            where system_code = $system and variant_code = $method and i is not null
        )
    order by places.region_code
"""
QUADRANTS = {
    1: (style.VERMILION, "高—高", "High among high"),
    2: (style.SKY, "低—高", "Low among high"),
    3: (style.BLUE, "低—低", "Low among low"),
    4: (style.ORANGE, "高—低", "High among low"),
}
LEVEL = 0.05
# Regions farther out than this have their names, significant ones always.
FAR = 1.5


def figures(subject: Subject) -> Iterator[tuple[str, Figure]]:
    """One figure, if the scores of the last year have neighbours."""
    method = subject.method(METHOD)
    if method is None:
        return
    points = subject.rows(POINTS, method=method.variant_code).dropna(subset=["standard_score", "lag"])
    if points.empty:
        return
    slope, p = points.i.iloc[0], points.p_whole.iloc[0]
    told = f"I = {slope:.3f}" + ("" if pd.isna(p) else f", p = {p:.3f}")
    note = subject.say(
        zh=f"{told}；着色者置换检验 p ≤ {LEVEL}。", en=f"{told}; coloured: p ≤ {LEVEL} by permutation."
    )
    title = f"{subject.say(**TITLE)}{style.span(subject, points.year)}"
    figure = style.sheet(subject, title, f"{subject.variant(method)}\n{note}", 5.2, 4.6)
    axes = figure.subplots()
    is_plain = ~(points.p <= LEVEL)
    _dots(axes, points[is_plain], "#B5BCC2", subject.say(zh="不显著", en="Not significant"))
    for quadrant, (colour, zh, en) in QUADRANTS.items():
        _dots(axes, points[~is_plain & (points.quadrant == quadrant)], colour, subject.say(zh, en))
    axes.axhline(0, color=style.LINE, linewidth=0.6, zorder=0)
    axes.axvline(0, color=style.LINE, linewidth=0.6, zorder=0)
    axes.axline((0, 0), slope=slope, color=style.INK, linewidth=1, zorder=1, gid="slope")
    is_named = ~is_plain | (np.hypot(points.standard_score, points.lag) > FAR)
    for row in points[is_named].itertuples():
        axes.annotate(
            row.name, (row.standard_score, row.lag), (3, 3), textcoords="offset points", fontsize=6.5
        )
    axes.margins(0.1)
    axes.set_xlabel(subject.say(zh="标准化得分", en="Standard score"))
    axes.set_ylabel(subject.label("fct_local_moran", "lag"))
    figure.legend(loc="outside lower center", ncols=3)
    yield NAME, figure


def _dots(axes: Axes, points: pd.DataFrame, colour: str, name: str) -> None:
    if not points.empty:
        look = {"linestyle": "none", "markersize": 5, "markeredgecolor": "white", "markeredgewidth": 0.5}
        axes.plot(
            points.standard_score, points.lag, "o", color=colour, label=name, gid=f"dots-{name}", **look
        )
