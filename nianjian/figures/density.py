"""Kernel densities of the score: the years stacked as ridges, their peaks marked."""

from collections.abc import Iterator

import matplotlib
import numpy as np
from matplotlib.figure import Figure

from nianjian.figures import style
from nianjian.figures.subject import Subject

NAME = "density"
TITLE = {"zh": "得分的核密度", "en": "Kernel density of the score"}
NEEDS_MAP = False
METHOD = "kernel_density"

CURVES = """
    select year, score, density, is_peak
    from marts.fct_density
    where system_code = $system and variant_code = $method and scheme_code = 'all' and group_code = 'all'
        and density is not null
    order by year, point
"""
# How far a ridge rises over the one behind it.
OVERLAP = 1.7


def figures(subject: Subject) -> Iterator[tuple[str, Figure]]:
    """One figure, if there are densities."""
    method = subject.method(METHOD)
    if method is None:
        return
    curves = subject.rows(CURVES, method=method.variant_code)
    if curves.empty:
        return
    years = sorted(curves.year.unique())
    title = f"{subject.say(**TITLE)}{style.span(subject, years)}"
    note = f"{subject.variant(method)}\n{subject.uneven}"
    figure = style.sheet(subject, title, note, 6, 1.2 + 0.34 * len(years))
    axes = figure.subplots()
    rise = OVERLAP / curves.density.max()
    colours = matplotlib.colormaps[style.SEQUENTIAL](np.linspace(0.15, 0.85, len(years)))
    for place, (year, colour) in enumerate(zip(years, colours, strict=True)):
        curve = curves[curves.year == year]
        # The latest year lies in front, at the foot.
        base = len(years) - 1 - place
        line = base + rise * curve.density
        axes.fill_between(
            curve.score, base, line, color=colour, alpha=0.85, linewidth=0, zorder=place, gid=f"ridge-{year}"
        )
        axes.plot(curve.score, line, color="white", linewidth=0.8, zorder=place)
        axes.axhline(base, color=style.LINE, linewidth=0.4, zorder=place)
        peaks = curve.is_peak.astype(bool)
        axes.plot(
            curve.score[peaks],
            line[peaks],
            "o",
            color=style.VERMILION,
            markeredgecolor="white",
            markersize=4,
            zorder=len(years),
            label=subject.say(zh="峰", en="Peak") if place == 0 else None,
            gid=f"peaks-{year}",
        )
    axes.set_yticks(range(len(years)), [str(year) for year in reversed(years)])
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(subject.label("fct_density", "score"))
    axes.margins(x=0)
    axes.set_ylim(-0.1, None)
    axes.legend(loc="upper right")
    yield NAME, figure
