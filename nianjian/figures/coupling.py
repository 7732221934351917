"""Heat map of the coupling coordination degree, regions by years."""

from collections.abc import Iterator

import matplotlib
from matplotlib.figure import Figure

from nianjian.figures import style
from nianjian.figures.subject import Subject

NAME = "coupling"
TITLE = {"zh": "耦合协调度 D", "en": "Coupling coordination degree D"}
NEEDS_MAP = False
METHOD = None

DEGREES = """
    select {region} as name, region_code, year, coordination
    from marts.fct_coupling
    inner join marts.dim_region using (region_code)
    where system_code = $system and variant_code = $variant
    order by region_code, year
"""


def figures(subject: Subject) -> Iterator[tuple[str, Figure]]:
    """One figure, if the system is coupled."""
    degrees = subject.rows(DEGREES)
    if degrees.empty:
        return
    table = degrees.pivot(index=["region_code", "name"], columns="year", values="coordination")
    # The best coordinated of the last year on top.
    table = table.iloc[(-table.iloc[:, -1]).argsort(kind="stable")]
    title = f"{subject.say(**TITLE)}{style.span(subject, degrees.year)}"
    height = max(0.26 * len(table) + 0.4, 1.6)
    figure = style.sheet(subject, title, subject.scored, max(2.6 + 0.46 * table.shape[1], 5.2), height)
    axes = figure.subplots()
    style.cells(axes, table.to_numpy(), matplotlib.colormaps[style.SEQUENTIAL], 1, 7)
    axes.set_yticks(range(len(table)), table.index.get_level_values("name"))
    axes.set_xticks(range(table.shape[1]), [str(year) for year in table.columns])
    style.scale(figure, axes, subject.label("fct_coupling", "coordination"), 1)
    yield NAME, figure
