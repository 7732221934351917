"""Heat map of the geodetector of the last period: q of each driver on the diagonal, q of pairs below."""

from collections.abc import Iterator

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from nianjian.figures import style
from nianjian.figures.subject import Subject

NAME = "interaction"
TITLE = {"zh": "因子交互作用探测（q）", "en": "Interaction of drivers (q)"}
NEEDS_MAP = False
METHOD = "geodetector"

PAIRS = """
    with strengths as (
        select indicator_code, indicator_code as other_indicator_code, q, '' as interaction, first_year, last_year
        from marts.fct_geodetector
        where system_code = $system and variant_code = $method
        union all
        select indicator_code, other_indicator_code, q, interaction, first_year, last_year
        from marts.fct_geodetector_pair
        where system_code = $system and variant_code = $method
    )

    select strengths.*, name_{lang} as name
    from strengths
    inner join marts.dim_indicator using (indicator_code)
    qualify last_year = max(last_year) over () and first_year = max(first_year) over (partition by last_year)
    order by indicator_code, other_indicator_code
"""
NONLINEAR = "nonlinear_enhance"
DOT = {"color": style.VERMILION, "markersize": 2.6, "markeredgecolor": "white", "markeredgewidth": 0.4}


def figures(subject: Subject) -> Iterator[tuple[str, Figure]]:
    """One figure, if the system has drivers."""
    method = subject.method(METHOD)
    if method is None:
        return
    pairs = subject.rows(PAIRS, method=method.variant_code)
    single = pairs[pairs.indicator_code == pairs.other_indicator_code]
    if single.empty:
        return
    # The strongest driver first.
    single = single.sort_values(["q", "indicator_code"], ascending=[False, True], na_position="last")
    order = {code: place for place, code in enumerate(single.indicator_code)}
    values, nonlinear = _strengths(pairs, order)
    note = subject.say(
        zh="对角线为单因子 q，其下为两因子共同的 q；红点为非线性增强（大于两因子 q 之和）。",
        en="Diagonal: q of one driver; below: of two together. Red dot: nonlinear enhancement (more than the sum of the two).",
    )
    years = [single.first_year.iloc[0], single.last_year.iloc[0]]
    size = 0.31 * len(order)
    figure = style.sheet(
        subject,
        f"{subject.say(**TITLE)}{style.span(subject, years)}",
        f"{subject.variant(method)}\n{note}",
        max(size + 2.9, 5.5),
        max(size + 0.5, 2),
    )
    axes = figure.subplots()
    style.cells(
        axes, values, matplotlib.colormaps[style.SEQUENTIAL], 1, 6, blank=np.triu(np.ones_like(values), 1) > 0
    )
    for column, row in nonlinear:
        axes.plot(column + 0.36, row - 0.34, "o", **DOT)
    numbers = [str(place + 1) for place in range(len(order))]
    names = [
        f"{style.label(name, subject.language, 34)}  {n}"
        for name, n in zip(single.name, numbers, strict=True)
    ]
    axes.set_xticks(range(len(order)), numbers)
    axes.set_yticks(range(len(order)), names, fontsize=6.5)
    axes.set_aspect("equal")
    style.scale(figure, axes, "q", 1)
    yield NAME, figure


def _strengths(pairs: pd.DataFrame, order: dict[str, int]) -> tuple[np.ndarray, list[tuple[int, int]]]:
    """The lower triangle of q by driver, and the cells (column, row) of pairs that enhance each other nonlinearly."""
    values = np.full((len(order), len(order)), np.nan)
    nonlinear = []
    for row in pairs.itertuples():
        if row.indicator_code in order and row.other_indicator_code in order:
            low, high = sorted((order[row.indicator_code], order[row.other_indicator_code]))
            values[high, low] = row.q
            if row.interaction == NONLINEAR:
                nonlinear.append((low, high))
    return values, nonlinear
