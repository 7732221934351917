"""Transition matrices: of all regions, and one for each class of neighbours."""

from collections.abc import Iterator

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from nianjian.figures import style
from nianjian.figures.subject import Subject

NAME = "markov"
TITLE = {"zh": "马尔可夫转移概率矩阵", "en": "Markov transition matrix"}
SPATIAL_TITLE = {"zh": "空间马尔可夫转移概率矩阵", "en": "Spatial Markov transition matrices"}
LOWEST = {"zh": "（第1类得分最低）", "en": " (1 has the lowest scores)"}
NEEDS_MAP = False

MOVES = """
    select neighbour_class, from_class, to_class, value,
        (
            select sum(moves.value)
            from marts.fct_markov as moves
            where moves.system_code = probabilities.system_code and moves.variant_code = probabilities.variant_code
                and moves.measure = 'moves' and moves.neighbour_class = probabilities.neighbour_class
                and moves.from_class = probabilities.from_class
        )::bigint as moves
    from marts.fct_markov as probabilities
    where system_code = $system and variant_code = $method and measure = 'probability' and neighbour_class >= 0
    order by neighbour_class, from_class, to_class
"""


def figures(subject: Subject) -> Iterator[tuple[str, Figure]]:
    """One figure of the chain and one of the spatial chain, as far as there are transitions."""
    drawings = ((NAME, TITLE, _chain), (f"spatial_{NAME}", SPATIAL_TITLE, _by_neighbours))
    for name, title, draw in drawings:
        method = subject.method(name)
        if method is None:
            continue
        moves = subject.rows(MOVES, method=method.variant_code)
        if not moves.empty:
            said = f"{subject.say(**title)}{style.span(subject, subject.years)}"
            yield name, draw(subject, moves, said, subject.variant(method))


def _end(subject: Subject) -> str:
    return subject.label("fct_markov", "to_class") + subject.say(**LOWEST)


def _chain(subject: Subject, moves: pd.DataFrame, title: str, note: str) -> Figure:
    figure = style.sheet(subject, title, note, 4.6, 3.2)
    axes = figure.subplots()
    _matrix(axes, moves, subject, 8)
    axes.set_xlabel(_end(subject))
    axes.set_ylabel(subject.label("fct_markov", "from_class"))
    style.scale(figure, axes, subject.say(zh="概率", en="Probability"), 1)
    return figure


def _by_neighbours(subject: Subject, moves: pd.DataFrame, title: str, note: str) -> Figure:
    groups = list(moves.groupby("neighbour_class"))
    columns = (len(groups) + 1) // 2 if len(groups) > 3 else len(groups)
    rows = -(-len(groups) // columns)
    figure = style.sheet(subject, title, note, 2.4 * columns, 0.2 + 2.6 * rows)
    panels = figure.subplots(rows, columns, squeeze=False)
    for axes, (neighbours, rows_of_class) in zip(panels.flat, groups, strict=False):
        _matrix(axes, rows_of_class, subject, 6.5)
        everything = subject.say(zh="全部", en="All regions")
        of_class = subject.say(zh=f"邻区为第{neighbours}类", en=f"Neighbours of class {neighbours}")
        axes.set_title(of_class if neighbours else everything, fontsize=8)
    for axes in panels.flat[len(groups) :]:
        axes.remove()
    figure.supxlabel(_end(subject), fontsize=8)
    figure.supylabel(subject.label("fct_markov", "from_class"), fontsize=8)
    return figure


def _matrix(axes: Axes, moves: pd.DataFrame, subject: Subject, size: float) -> None:
    count = int(max(moves.from_class.max(), moves.to_class.max()))
    values = np.full((count, count), np.nan)
    values[moves.from_class - 1, moves.to_class - 1] = moves.value
    style.cells(axes, values, matplotlib.colormaps[style.SEQUENTIAL], 1, size)
    totals = moves.groupby("from_class").moves.first()
    classes = range(count)
    said = [f"{k + 1}\n(n={0 if pd.isna(totals.get(k + 1)) else int(totals.get(k + 1, 0))})" for k in classes]
    axes.set_xticks(classes, [str(k + 1) for k in classes])
    axes.set_yticks(classes, said, fontsize=size)
    axes.set_aspect("equal")
