"""Which figures the published warehouse has for a study, before it is built: what lacks, and what that would do.

The rules are those of `ind_system_observations`, `ind_system_cells`, `ind_indicator_coverage` and `ind_panel`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby

import duckdb
import pandas as pd
import yaml

from nianjian.pipeline.paths import Paths
from nianjian.study.catalogue import Catalogue
from nianjian.study.model import Study
from nianjian.study.rows import rows_of
from nianjian.study.workbench import Workbench

# A derived figure counts under the source of the release that it is dated by.
FIGURES = """
    create temp table figures as
    select distinct region_code, indicator_code, year, observations.is_synthetic
    from marts.fct_observation as observations
    inner join marts.dim_release as releases using (release_code)
    where region_code in (select region_code from regions) and indicator_code in (select indicator_code from asked)
        and observations.value is not null and $source in ('', releases.source_code)
"""
# Reported figures take the place of synthetic ones only once some region and year has every indicator reported.
IS_SYNTHETIC = """
    select bool_or(is_synthetic) and coalesce(
        (
            select max(indicators) from (
                select count(distinct indicator_code) as indicators from figures
                semi join years using (year) where not is_synthetic group by region_code, year
            )
        ), 0
    ) < (select count(*) from asked)
    from figures
"""
# Inside a series, years not asked for included, a gap is filled on the line between its neighbours.
CELLS = """
    create temp table cells as
    with
        used as (select distinct region_code, indicator_code, year from figures where is_synthetic = $is_synthetic),
        ends as (
            select region_code, indicator_code, min(year) as first_year, max(year) as last_year from used group by all
        )
    select region_code, indicator_code, year,
        case
            when (region_code, indicator_code, year) in (select (region_code, indicator_code, year) from used)
            then 'reported'
            when year between first_year and last_year then 'interpolated'
            else 'missing'
        end as status
    from regions cross join asked cross join years left join ends using (region_code, indicator_code)
"""
COUNTS = """
    select indicator_code, count(*), count(*) filter (status = 'reported'),
        count(*) filter (status = 'interpolated'),
        count(*) filter (status != 'reported') / count(*) <= $most_missing
    from cells group by indicator_code
"""
LACKING = """
    select indicator_code, year, count(*) from cells where status != 'reported' group by all order by 1, 2
"""
SCORED = """
    select count(*) from (
        select region_code, year from cells where list_contains($kept, indicator_code)
        group by all having count(*) filter (status = 'missing') = 0
    )
"""
# Of whatever source, as `res_related_values` takes them.
RELATED = """
    select indicator_code, count(distinct (region_code, year))
    from marts.fct_observation
    semi join regions using (region_code)
    semi join years using (year)
    where value is not null and list_contains($related, indicator_code)
    group by indicator_code
"""

# Rows of region and year that have a figure of each of these indicators.
TOGETHER = """
    select count(*) from (
        select region_code, year from marts.fct_observation
        semi join regions using (region_code)
        semi join years using (year)
        where value is not null and list_contains($asked, indicator_code)
        group by all having count(distinct indicator_code) = len($asked)
    )
"""


@dataclass(frozen=True)
class IndicatorCoverage:
    """Cells of region and year of one indicator. `lacking`: years and how many regions lack in them. `parts`: what it
    could be derived from, each with whether any figure of it is there; none: it is not derived."""

    code: str
    cells: int
    reported: int
    filled: int
    is_kept: bool
    lacking: tuple[tuple[int, int], ...]
    parts: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Coverage:
    """`rows`: pairs of region and year; `scored`: those that have all indicators that stay. `related`: how many of these
    pairs have a figure of each driver and pressure. `together`: how many have all drivers that have any, and both sides of
    each pressure, by what they are for."""

    indicators: tuple[IndicatorCoverage, ...]
    related: tuple[tuple[str, int], ...]
    together: tuple[tuple[str, int], ...]
    regions: int
    rows: int
    scored: int
    is_synthetic: bool
    most_missing: float


def coverage(study: Study, catalogue: Catalogue, paths: Paths) -> Coverage | None:
    """What the published file has of a study; None without one."""
    if not paths.published.exists():
        return None
    project = (paths.project / "dbt_project.yml").read_text(encoding="utf-8")
    most_missing = yaml.safe_load(project)["vars"]["max_missing_share"]
    with _figures(study, paths) as connection:
        return _coverage(study, catalogue, connection, most_missing)


@contextmanager
def _figures(study: Study, paths: Paths) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to what is published, with the figures that the study derives worked out beside it."""
    if not study.made.get("derived_parts"):
        with duckdb.connect(str(paths.published), read_only=True) as connection:
            yield connection
        return
    workbench = Workbench(paths)
    try:
        workbench.lay(rows_of(study))
        for table in ("fct_observation", "dim_release"):
            workbench.relation(table)
        yield workbench.connection
    finally:
        workbench.close()


def _coverage(
    study: Study, catalogue: Catalogue, connection: duckdb.DuckDBPyConnection, most_missing: float
) -> Coverage:
    place = study.regions
    regions = catalogue.regions(place.scheme, place.group, place.unit)
    codes = [indicator.code for indicator in study.indicators]
    for name, column, values in (
        ("regions", "region_code", regions), ("asked", "indicator_code", codes), ("years", "year", list(study.years)),
    ):  # fmt: skip
        connection.register(name, pd.DataFrame({column: values}))
    connection.execute(FIGURES, {"source": study.source})
    (is_synthetic,) = connection.execute(IS_SYNTHETIC).fetchone()
    connection.execute(CELLS, {"is_synthetic": bool(is_synthetic)})
    counts = {
        code: rest for code, *rest in connection.execute(COUNTS, {"most_missing": most_missing}).fetchall()
    }
    lacking: dict[str, list[tuple[int, int]]] = {}
    for code, year, missing in connection.execute(LACKING).fetchall():
        lacking.setdefault(code, []).append((year, missing))
    parts = _parts(codes, catalogue, connection)
    indicators = tuple(
        IndicatorCoverage(code, *counts[code], tuple(lacking.get(code, ())), parts.get(code, ()))
        for code in codes
    )
    kept = {indicator.code for indicator in indicators if indicator.is_kept}
    # A subsystem that has lost all its indicators takes the system with it.
    is_whole = all(kept & {one.code for one in part.indicators} for part in study.subsystems)
    scored = connection.execute(SCORED, {"kept": sorted(kept)}).fetchone()[0] if is_whole else 0
    known = dict(connection.execute(RELATED, {"related": list(study.related)}).fetchall())
    related = tuple((code, known.get(code, 0)) for code in study.related)
    # Forests and geodetectors leave a driver out that has no figure at all, and rows that lack one of the others.
    asked = {"drivers": [code for code in study.drivers if known.get(code)]}
    asked |= {
        one.code: [one.indicator, one.driver]
        for one in study.pressures
        if one.driver and one.driver != one.indicator
    }
    together = tuple(
        (name, connection.execute(TOGETHER, {"asked": codes}).fetchone()[0])
        for name, codes in asked.items()
        if len(codes) > 1
    )
    rows = len(regions) * len(study.years)
    return Coverage(
        indicators, related, together, len(regions), rows, scored, bool(is_synthetic), most_missing
    )


def _parts(
    codes: list[str], catalogue: Catalogue, connection: duckdb.DuckDBPyConnection
) -> dict[str, tuple[tuple[str, bool], ...]]:
    rows = [row for row in catalogue.rows("derived_parts") if row["indicator_code"] in codes]
    query = "select distinct indicator_code from marts.fct_observation semi join regions using (region_code)"
    known = {code for (code,) in connection.execute(query).fetchall()} if rows else set()
    return {
        code: tuple(dict.fromkeys((row["part_code"], row["part_code"] in known) for row in found))
        for code, found in groupby(rows, key=lambda row: row["indicator_code"])
    }
