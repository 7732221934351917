"""Dagum's decomposition over the years: the Gini coefficient as a line, the shares of its three parts as bars."""

from collections.abc import Iterator

from matplotlib.figure import Figure

from nianjian.figures import style
from nianjian.figures.subject import Subject

NAME = "inequality"
TITLE = {"zh": "基尼系数及其分解", "en": "Gini coefficient and its decomposition"}
NEEDS_MAP = False
METHOD = None

# A scheme of which one group is measured has nothing between groups.
SHARES = """
    with measured as (
        select *
        from marts.fct_inequality
        where system_code = $system and variant_code = $variant and subsystem_code = 'total'
    ),

    schemes as (
        select scheme_code, any_value(scheme_name_{lang}) as scheme
        from marts.dim_region_group
        where scheme_code in (
            select scheme_code from measured where measure = 'gini_within'
            group by scheme_code having count(distinct group_code) > 1
        )
        group by scheme_code
    )

    pivot (
        select scheme_code, scheme, year, measure, value
        from measured
        inner join schemes using (scheme_code)
        where group_code = 'all'
    )
    on measure in ('gini', 'share_within', 'share_between', 'share_transvariation')
    using any_value(value)
    group by scheme_code, scheme, year
    order by scheme_code, year
"""
PARTS = {
    "share_within": (style.BLUE, "组内", "Within groups"),
    "share_between": (style.ORANGE, "组间", "Between groups"),
    "share_transvariation": ("#BDBDBD", "超变密度", "Transvariation"),
}
# A part below this share has no room for its number.
LEAST_NAMED = 0.06
FEWEST_PLACES = 5


def figures(subject: Subject) -> Iterator[tuple[str, Figure]]:
    """One figure for each scheme of several groups by which the system is decomposed."""
    shares = subject.rows(SHARES).dropna(subset=["gini", *PARTS])
    for scheme, rows in shares.groupby("scheme_code"):
        name = rows.scheme.iloc[0]
        title = f"{subject.say(**TITLE)}{style.span(subject, rows.year)}"
        note = f"{subject.say(zh=f'分组：{name}', en=f'Groups: {name}')}\n{subject.scored}\n{subject.uneven}"
        figure = style.sheet(subject, title, note, 6.4, 3.6)
        # What tells the figures of several schemes apart where they are listed.
        figure.set_label(f"{title} · {name}")
        gini, axes = figure.subplots(2, 1, sharex=True, height_ratios=(1, 2.6))
        years = rows.year.astype(str)
        gini.plot(years, rows.gini, "o-", color=style.INK, linewidth=1.3, markersize=4, gid="gini")
        gini.set_ylim(0, 1.25 * rows.gini.max() or 1)
        gini.set_ylabel(subject.say(zh="基尼系数", en="Gini coefficient"))
        base = 0 * rows.share_within
        for part, (colour, zh, en) in PARTS.items():
            name = subject.say(zh, en)
            bars = axes.bar(years, 100 * rows[part], 0.72, 100 * base, color=colour, label=name)
            texts = [f"{100 * share:.0f}" if share >= LEAST_NAMED else "" for share in rows[part]]
            ink = "white" if part == "share_within" else style.INK
            axes.bar_label(bars, texts, label_type="center", fontsize=6.5, color=ink)
            base = base + rows[part]
        axes.set_ylabel(subject.say(zh="贡献率（%）", en="Share of the inequality (%)"))
        axes.set_ylim(0, 100)
        # Few years do not make wide bars.
        middle, half = (len(years) - 1) / 2, max(len(years), FEWEST_PLACES) / 2
        axes.set_xlim(middle - half, middle + half)
        figure.align_ylabels()
        figure.legend(loc="outside lower center", ncols=3)
        yield f"{NAME}_{scheme}", figure
