"""Rank intervals of the last year: how far the rank of a region depends on the variant."""

from collections.abc import Iterator

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from nianjian.figures import style
from nianjian.figures.subject import Subject

NAME = "ranks"
TITLE = {"zh": "各方案下的名次区间", "en": "Ranks under every variant"}
NEEDS_MAP = False
METHOD = None

RANKS = """
    select {region} as name, year, variants, default_rank, best_rank, worst_rank, median_rank
    from marts.fct_rank_robustness
    inner join marts.dim_region using (region_code)
    where system_code = $system and subsystem_code = 'total'
    qualify year = max(year) over ()
    order by default_rank nulls last, median_rank, region_code
"""


def figures(subject: Subject) -> Iterator[tuple[str, Figure]]:
    """One figure, if the system has several variants."""
    ranks = subject.rows(RANKS)
    if ranks.empty or ranks.variants.max() < 2:
        return
    count = int(ranks.variants.max())
    compared = subject.say(zh=f"共比较{count}个方案。", en=f"{count} variants are compared.")
    note = f"{subject.scored}\n{compared}"
    title = f"{subject.say(**TITLE)}{style.span(subject, ranks.year)}"
    figure = style.sheet(subject, title, note, 5.4, 0.7 + 0.185 * len(ranks))
    axes = figure.subplots()
    places = range(len(ranks))
    axes.hlines(
        places,
        ranks.best_rank,
        ranks.worst_rank,
        color=style.SKY,
        linewidth=3.5,
        capstyle="round",
        label=subject.say(zh="最好至最差", en="Best to worst"),
        gid="intervals",
    )
    look = {"linestyle": "none", "zorder": 3}
    median = subject.say(zh="中位数", en="Median")
    axes.plot(
        ranks.median_rank,
        places,
        "|",
        color=style.INK,
        markersize=7,
        markeredgewidth=1.3,
        label=median,
        **look,
    )
    default = subject.say(zh="默认方案", en="Default variant")
    axes.plot(ranks.default_rank, places, "o", color=style.VERMILION, markersize=3.8, label=default, **look)
    style.rows(axes, ranks.name)
    axes.set_xlim(0.4, ranks.worst_rank.max() + 0.6)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=2))
    axes.set_xlabel(subject.say(zh="名次（1为最高）", en="Rank (1 is the highest)"))
    figure.legend(loc="outside lower center", ncols=3)
    yield NAME, figure
