"""States of decoupling, regions by years, for each pressure of a system."""

from collections.abc import Iterator

import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from nianjian.figures import style
from nianjian.figures.subject import Subject

NAME = "decoupling"
TITLE = {"zh": "脱钩状态", "en": "States of decoupling"}
NEEDS_MAP = False
METHOD = "decoupling"

STATES_OF_PAIRS = """
    select pair_code, pairs.name_{lang} as pair, regions.name, region_code, year, state_code
    from marts.fct_decoupling
    inner join reference.decoupling_pairs as pairs using (system_code, pair_code)
    inner join (select region_code, {region} as name from marts.dim_region) as regions using (region_code)
    where system_code = $system and variant_code = $method
    order by pair_code, region_code, year
"""
# Tapio's eight states: blue where the pressure decouples, grey where it keeps pace, red where it outruns.
STATES = {
    "strong_decoupling": ("#08519C", "强脱钩", "Strong decoupling"),
    "weak_decoupling": ("#6BAED6", "弱脱钩", "Weak decoupling"),
    "recessive_decoupling": ("#C6DBEF", "衰退脱钩", "Recessive decoupling"),
    "expansive_coupling": ("#969696", "扩张连结", "Expansive coupling"),
    "recessive_coupling": ("#D9D9D9", "衰退连结", "Recessive coupling"),
    "expansive_negative_decoupling": ("#FDAE6B", "扩张负脱钩", "Expansive negative decoupling"),
    "weak_negative_decoupling": ("#E6550D", "弱负脱钩", "Weak negative decoupling"),
    "strong_negative_decoupling": ("#8C2D04", "强负脱钩", "Strong negative decoupling"),
}
PLACES = {state: place for place, state in enumerate(STATES)}


def figures(subject: Subject) -> Iterator[tuple[str, Figure]]:
    """One figure for each pressure that the system is held against."""
    method = subject.method(METHOD)
    if method is None:
        return
    rows = subject.rows(STATES_OF_PAIRS, method=method.variant_code)
    for pair, of_pair in rows.groupby("pair_code"):
        name = of_pair.pair.iloc[0]
        title = f"{subject.say(**TITLE)}{style.span(subject, of_pair.year)}"
        table = of_pair.pivot(index=["region_code", "name"], columns="year", values="state_code")
        values = table.map(lambda state: PLACES.get(state, np.nan)).to_numpy(dtype=float)
        told = subject.say(
            zh=f"对象：{name}；各年齐全的{len(table)}个地区。",
            en=f"{name}; the {len(table)} regions that have every year.",
        )
        width, height = max(2.2 + 0.34 * table.shape[1], 6), max(0.18 * len(table) + 1.0, 2.4)
        figure = style.sheet(subject, title, f"{told}\n{subject.variant(method)}", width, height)
        figure.set_label(f"{title} · {name}")
        axes = figure.subplots()
        axes.set_facecolor(style.EMPTY)
        colours = ListedColormap([colour for colour, _, _ in STATES.values()])
        edges = [np.arange(count + 1) - 0.5 for count in reversed(values.shape)]
        shown = np.ma.masked_invalid(values)
        look = {"edgecolors": "white", "linewidth": 0.6}
        axes.pcolormesh(*edges, shown, cmap=colours, vmin=-0.5, vmax=len(STATES) - 0.5, **look)
        axes.invert_yaxis()
        axes.set_yticks(range(len(table)), table.index.get_level_values("name"), fontsize=7)
        axes.set_xticks(range(table.shape[1]), [str(year) for year in table.columns], fontsize=7)
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)
        counts = of_pair.state_code.value_counts()
        keys = [
            Patch(facecolor=colour, label=f"{subject.say(zh, en)}  ({counts.get(state, 0)})")
            for state, (colour, zh, en) in STATES.items()
        ]
        if unknown := int(of_pair.state_code.isna().sum()):
            said = subject.say(zh="无定义", en="Undefined")
            keys.append(Patch(facecolor=style.EMPTY, label=f"{said}  ({unknown})"))
        figure.legend(handles=keys, loc="outside lower center", ncols=3, fontsize=7)
        yield f"{NAME}_{pair}", figure
