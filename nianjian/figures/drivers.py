"""Drivers of the score in a random forest: importance with its spread over seeds, and partial dependence."""

from collections.abc import Iterator

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from nianjian.figures import style
from nianjian.figures.subject import Method, Subject

NAME = "drivers"
TITLE = {"zh": "因子重要性", "en": "Importance of drivers"}
DEPENDENCE_TITLE = {"zh": "部分依赖", "en": "Partial dependence"}
NEEDS_MAP = False
METHOD = "forest"

IMPORTANCE = """
    select indicator_code, name_{lang} as name, measure, importance, standard_deviation, seeds,
        max(importance) filter (measure = 'permutation') over (partition by indicator_code) as by_permutation
    from marts.fct_driver_importance
    inner join marts.dim_indicator using (indicator_code)
    where system_code = $system and variant_code = $method
    order by by_permutation desc nulls last, indicator_code, measure
"""
DEPENDENCE = """
    select indicator_code, name_{lang} as name, unit_symbol_{lang} as unit, value, score, is_turning
    from marts.fct_partial_dependence
    inner join marts.dim_indicator using (indicator_code)
    left join (
        select indicator_code, importance
        from marts.fct_driver_importance
        where system_code = $system and variant_code = $method and measure = 'permutation'
    ) as drivers using (indicator_code)
    where system_code = $system and variant_code = $method
    order by drivers.importance desc nulls last, indicator_code, point
"""
MEASURES = {
    "permutation": (style.BLUE, "置换重要性", "Permutation importance"),
    "impurity": (style.ORANGE, "杂质重要性", "Impurity importance"),
}
COLUMNS = 4


def figures(subject: Subject) -> Iterator[tuple[str, Figure]]:
    """Two figures, if the system has drivers."""
    method = subject.method(METHOD)
    if method is None or not subject.years:
        return
    years = style.span(subject, subject.years)
    yield from _importance(subject, method, years)
    yield from _dependence(subject, method, years)


def _importance(subject: Subject, method: Method, years: str) -> Iterator[tuple[str, Figure]]:
    rows = subject.rows(IMPORTANCE, method=method.variant_code)
    if rows.empty:
        return
    names = rows.drop_duplicates("indicator_code").set_index("indicator_code").name
    seeds = int(rows.seeds.max())
    spread = subject.say(
        zh=f"横线为{seeds}个随机种子的标准差。", en=f"Bars: standard deviation over {seeds} seeds."
    )
    figure = style.sheet(
        subject,
        f"{subject.say(**TITLE)}{years}",
        f"{subject.variant(method)}\n{spread}",
        7,
        0.6 + 0.2 * len(names),
    )
    panels = figure.subplots(1, len(MEASURES), sharey=True)
    for axes, (measure, (colour, zh, en)) in zip(panels, MEASURES.items(), strict=True):
        of_measure = rows[rows.measure == measure].set_index("indicator_code").reindex(names.index)
        axes.errorbar(
            of_measure.importance,
            range(len(names)),
            xerr=of_measure.standard_deviation,
            fmt="o",
            color=colour,
            markersize=4,
            capsize=2,
            linewidth=1,
        )
        axes.set_xlabel(subject.say(zh, en))
        axes.set_xlim(min(0, axes.get_xlim()[0]), None)
        axes.grid(axis="y", color=style.EMPTY, linewidth=0.6)
        axes.set_axisbelow(True)
        axes.tick_params(axis="y", length=0)
    panels[0].set_yticks(range(len(names)), [style.label(name, subject.language, 40) for name in names])
    panels[0].tick_params(axis="y", labelsize=6.5)
    panels[0].set_ylim(len(names) - 0.5, -0.5)
    yield NAME, figure


def _dependence(subject: Subject, method: Method, years: str) -> Iterator[tuple[str, Figure]]:
    points = subject.rows(DEPENDENCE, method=method.variant_code)
    if points.empty:
        return
    drivers = list(points.groupby("indicator_code", sort=False))
    lines = -(-len(drivers) // COLUMNS)
    turns = subject.say(zh="红点为拐点。", en="Red dots: turning points.")
    turns = (
        turns
        if points.is_turning.any()
        else subject.say(zh="各曲线均无拐点。", en="No curve has a turning point.")
    )
    note = f"{subject.variant(method)}\n{turns}"
    figure = style.sheet(subject, f"{subject.say(**DEPENDENCE_TITLE)}{years}", note, 7.2, 0.3 + 1.35 * lines)
    panels = figure.subplots(lines, COLUMNS, sharey=True, squeeze=False)
    for axes, (_, rows) in zip(panels.flat, drivers, strict=False):
        axes.plot(rows.value, rows.score, color=style.BLUE, linewidth=1.2)
        turning = rows[rows.is_turning.fillna(False).astype(bool)]
        axes.plot(turning.value, turning.score, "o", color=style.VERMILION, markersize=4)
        axes.set_title(style.label(rows["name"].iloc[0], subject.language, 28), fontsize=6.5)
        axes.set_xlabel(rows.unit.iloc[0], fontsize=6, labelpad=1)
        axes.tick_params(labelsize=6)
        axes.xaxis.set_major_locator(MaxNLocator(3))
        axes.ticklabel_format(axis="x", style="plain", useOffset=False)
    for axes in panels.flat[len(drivers) :]:
        axes.remove()
    figure.supylabel(subject.label("fct_partial_dependence", "score"), fontsize=8)
    yield "partial_dependence", figure
