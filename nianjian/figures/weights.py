"""Weights of the indicators: those of the variant that speaks for the system, those of the others, those printed."""

from collections.abc import Iterator

from matplotlib.figure import Figure

from nianjian.figures import style
from nianjian.figures.subject import Subject

NAME = "weights"
TITLE = {"zh": "指标权重", "en": "Weights of the indicators"}
NEEDS_MAP = False
METHOD = None
RANGE = "#D3DBE1"

# Weights by year stand as their mean.
WEIGHTS = """
    with means as (
        select variant_code, subsystem_code, indicator_code, avg(weight order by year) as weight,
            min(year) as first_year, max(year) as last_year
        from marts.fct_weight
        where system_code = $system
        group by variant_code, subsystem_code, indicator_code
    )

    select name_{lang} as name, subsystem_code, min(first_year) as first_year, max(last_year) as last_year,
        any_value(weight) filter (variant_code = $variant) as weight, min(weight) as lowest, max(weight) as highest,
        count(distinct variant_code) as variants,
        any_value(printed_weight) as printed
    from means
    inner join marts.dim_indicator using (indicator_code)
    left join (
        select indicator_code, printed_weight
        from replication.fct_printed_weight
        where system_code = $system and variant_code = $variant
    ) using (indicator_code)
    group by indicator_code, name, subsystem_code
    having any_value(weight) filter (variant_code = $variant) is not null
    order by subsystem_code, weight desc, indicator_code
"""


def figures(subject: Subject) -> Iterator[tuple[str, Figure]]:
    """One figure, if the system has several indicators."""
    weights = subject.rows(WEIGHTS)
    if len(weights) < 2:
        return
    years = [*weights.first_year, *weights.last_year]
    title = f"{subject.say(**TITLE)}{style.span(subject, years)}"
    names = [style.label(name, subject.language, 40) for name in weights["name"]]
    lines = max(name.count("\n") for name in names) + 1
    figure = style.sheet(subject, title, subject.scored, 6, 0.9 + (0.08 + 0.13 * lines) * len(weights))
    axes = figure.subplots()
    places = range(len(weights))
    if weights.variants.max() > 1:
        axes.hlines(
            places,
            weights.lowest,
            weights.highest,
            color=RANGE,
            linewidth=5,
            label=subject.say(zh="各方案的范围", en="Range over the variants"),
            gid="range",
        )
    look = {"linestyle": "none", "zorder": 3}
    own = subject.say(zh="默认方案", en="Default variant")
    axes.plot(weights.weight, places, "o", color=style.BLUE, markersize=4.5, label=own, gid="own", **look)
    if weights.printed.notna().any():
        printed = subject.say(zh="论文刊载", en="As printed")
        look |= {"markersize": 8, "markeredgewidth": 1.6}
        axes.plot(weights.printed, places, "|", color=style.VERMILION, label=printed, gid="printed", **look)
    for place in range(1, len(weights)):
        if weights.subsystem_code[place] != weights.subsystem_code[place - 1]:
            axes.axhline(place - 0.5, color=style.LINE, linewidth=0.6)
    style.rows(axes, names, fontsize=7)
    axes.set_xlim(0, None)
    axes.set_xlabel(subject.label("fct_weight", "weight"))
    figure.legend(loc="outside lower center", ncols=3)
    yield NAME, figure
