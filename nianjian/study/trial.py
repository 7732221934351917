"""`nianjian try`: what a study would give, worked out in this process on the figures of the published warehouse.

The statements and Python models are those of a build, so a refresh gives the same rows to the last digit; nothing is
written into seeds or the warehouse.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from nianjian.pipeline.paths import Paths, of_project
from nianjian.study.catalogue import Catalogue
from nianjian.study.model import Study
from nianjian.study.reading import of_file
from nianjian.study.resolve import resolve
from nianjian.study.rows import Rows, rows_of, with_kept
from nianjian.study.values import FIRST_YEAR, LAST_YEAR
from nianjian.study.workbench import Workbench

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Trial:
    """The tables of a study, each worked out when it is asked for first: columns, units and types of the marts."""

    study: Study
    catalogue: Catalogue
    rows: Rows
    workbench: Workbench
    _frames: dict[str, "pd.DataFrame"] = field(default_factory=dict)

    def table(self, name: str) -> "pd.DataFrame":
        """Any table of the warehouse as a refresh would have it for this study, such as `fct_moran`.

        Errors: LookupError, if there is no such table; MethodError names system, variant, region and year where a method
        refuses the figures.
        """
        if name not in self._frames:
            self._frames[name] = self.workbench.frame(name)
        return self._frames[name]

    @cached_property
    def scores(self) -> "pd.DataFrame":
        """Score, rank and tier of each region and year, under each variant (`fct_score`)."""
        return self.table("fct_score")

    @cached_property
    def weights(self) -> "pd.DataFrame":
        """Weights under each variant (`fct_weight`)."""
        return self.table("fct_weight")

    @cached_property
    def robustness(self) -> "pd.DataFrame":
        """How far ranks depend on the variant (`fct_rank_robustness`)."""
        return self.table("fct_rank_robustness")

    @cached_property
    def groups(self) -> "pd.DataFrame":
        """Means by group (`fct_group_score`)."""
        return self.table("fct_group_score")

    @cached_property
    def inequality(self) -> "pd.DataFrame":
        """Gini, Theil and their parts within and between groups (`fct_inequality`)."""
        return self.table("fct_inequality")

    @cached_property
    def coupling(self) -> "pd.DataFrame":
        """Coupling and coordination of the subsystems (`fct_coupling`)."""
        return self.table("fct_coupling")

    @cached_property
    def methods(self) -> "pd.DataFrame":
        """Which methods of change, space and drivers can be applied, or why not (`fct_method_use`)."""
        return self.table("fct_method_use")

    @cached_property
    def indicators(self) -> "pd.DataFrame":
        """How complete each indicator is, and whether it stays (`dim_system_indicator`)."""
        return self.table("dim_system_indicator")

    @cached_property
    def panel(self) -> "pd.DataFrame":
        """The panel that is scored (`fct_indicator_panel`)."""
        return self.table("fct_indicator_panel")


def run(file: str | Path, project: str | Path | None = None) -> Trial:
    """The tables of the study of a file, of the project that lies here or above (or in `project`).

    >>> run("study.yml").scores.query("year == 2019 and rank <= 3")  # doctest: +SKIP

    Errors: StudyError with a line for each problem of the file; FileNotFoundError, if nothing is published yet.
    """
    paths = of_project(Path(project) if project else None)
    if not paths.published.exists():
        raise FileNotFoundError(f"{paths.published} is not there yet: run `make build` first")
    return on(Workbench(paths), paths, Path(file))


def on(workbench: Workbench, paths: Paths, file: Path) -> Trial:
    """The tables of the study of a file, on a workbench that is there already. Errors: StudyError."""
    catalogue = Catalogue(paths.reference)
    study = resolve(
        of_file(file), catalogue, str(file), taken=(), all_years=lambda study: years_of(study, workbench)
    )
    return of(study, catalogue, workbench)


def of(study: Study, catalogue: Catalogue, workbench: Workbench) -> Trial:
    """The tables of a study."""
    rows = with_kept(study, catalogue)
    workbench.lay(rows)
    return Trial(study, catalogue.with_made(study.code, dict(study.made)), rows, workbench)


def years_of(study: Study, workbench: Workbench) -> tuple[int, ...]:
    """The years in which every indicator has a figure of some region, reported or derived; indicators without a single one
    aside."""
    workbench.lay(rows_of(replace(study, years=tuple(range(FIRST_YEAR, LAST_YEAR + 1)))))
    found = workbench.relation("ind_system_observations").join(
        workbench.relation("ind_system_regions"), "region_code"
    )
    years = found.aggregate("year, count(distinct indicator_code) as indicators").fetchall()
    most = max((indicators for _, indicators in years), default=0)
    return tuple(sorted(year for year, indicators in years if indicators == most))
