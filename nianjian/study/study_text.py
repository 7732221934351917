"""What `new-system` prints: what a study is, which figures it has, what was written and what comes next."""

from collections.abc import Iterable
from pathlib import Path
from textwrap import indent

from tabulate import tabulate

from nianjian.language import heads, message, tr
from nianjian.study.catalogue import Catalogue
from nianjian.study.coverage import Coverage, IndicatorCoverage
from nianjian.study.differences import Difference, as_rows, differences
from nianjian.study.model import Study
from nianjian.study.rows import Rows
from nianjian.study.seeds import Change

UNKNOWN = message("Which figures are there is unknown until a build: there is no published warehouse yet.")
# A table is named if what it needs is in the study.
TABLES = [
    ("fct_score", message("score, rank and tier of each region and year")),
    ("fct_weight", message("weights under each variant")),
    ("fct_rank_robustness", message("how far ranks depend on the variant")),
    ("dim_system_indicator", message("which indicators stayed, how complete they are")),
    ("fct_method_use", message("which methods of change, space and drivers were applied, or why not")),
    ("fct_coupling", message("coupling and coordination of the subsystems")),
    ("fct_inequality", message("inequality, within and between groups")),
    ("fct_group_score", message("means by group")),
    ("fct_driver_importance", message("drivers, by random forest")),
    ("fct_geodetector", message("drivers, by geodetector")),
    ("fct_decoupling", message("pressures against the score")),
]


def head(study: Study, catalogue: Catalogue) -> str:
    """A study in a line."""
    place = study.regions
    where = f"{place.scheme}, {place.group}" if place.group else place.scheme
    regions = len(catalogue.regions(place.scheme, place.group, place.unit))
    return tr(
        "{system}: {indicators} indicators, {regions} regions ({where}), years {years}, {variants}",
        system=study.code,
        indicators=len(study.indicators),
        regions=regions,
        where=where,
        years=spans(study.years),
        variants=", ".join(
            tr("{variant} (default)", variant=variant) if variant == study.default else variant
            for variant in study.variants
        ),
    )


def coverage_text(found: Coverage | None) -> str:
    """The table of what is there, and a line for each thing that a build would make of what lacks."""
    if found is None:
        return tr(UNKNOWN)
    rows = [
        [one.code, one.cells, one.reported, one.filled, one.cells - one.reported - one.filled, _years(one),
         tr("yes") if one.is_kept else tr("no")]
        for one in found.indicators
    ]  # fmt: skip
    notes = [line for one in found.indicators for line in _notes(one, found.most_missing)]
    if found.is_synthetic:
        notes.append(
            tr("The figures are invented ones of a sample: reported figures take their place once they land.")
        )
    if found.related:
        counts = ", ".join(f"{code} {cells or tr('none')}" for code, cells in found.related)
        notes.append(
            tr(
                "Drivers and pressures, figures for {rows} rows of region and year: {counts}.",
                rows=found.rows,
                counts=counts,
            )
        )
    if found.together:
        counts = ", ".join(f"{name} {cells or tr('none')}" for name, cells in found.together)
        notes.append(tr("All of them in one row, as methods need them: {counts}.", counts=counts))
    notes.append(
        tr("{scored} of {rows} rows of region and year can be scored.", scored=found.scored, rows=found.rows)
    )
    if not found.scored:
        notes.append(tr("Nothing can be scored: land figures first, or change regions, years or indicators."))
    head = heads(
        "indicator", "cells", "reported", "filled", "lacking", "regions not reported, by year", "stays"
    )
    return tabulate(rows, headers=head) + "\n\n" + "\n".join(notes)


def notes(study: Study, catalogue: Catalogue) -> str:
    """What the methods would make of the study, where that may surprise; '' if nothing does."""
    place = study.regions
    regions = set(catalogue.regions(place.scheme, place.group, place.unit))
    lines = []
    for scheme in study.groupings:
        if lost := len(regions - set(catalogue.regions(scheme))):
            lines.append(
                tr(
                    "{scheme} has no group for {lost} of {regions} regions: results by it leave them out.",
                    scheme=scheme,
                    lost=lost,
                    regions=len(regions),
                )
            )
    if len(study.subsystems) > 1:
        options = {row["variant_code"]: row for row in catalogue.rows("method_variants")}
        for variant in study.variants:
            is_half = options[variant]["coupling_form"] == "half" and len(study.subsystems) > 2
            if is_half or options[variant]["normalisation"] == "none":
                told = {"variant": variant, "count": len(study.subsystems)}
                lines.append(tr("{variant} gives no coupling of {count} subsystems.", **told))
    return "\n".join(lines)


def differences_text(system: str, before: Rows, after: Rows) -> str:
    """What a study says otherwise than the seeds do."""
    found = differences(before, after)
    if not found:
        return tr("{system} is in the seeds already, and they say the same.", system=system)
    return (
        tr("{system} is in the seeds already. What differs:", system=system)
        + "\n\n"
        + difference_table(found)
    )


def difference_table(found: list[Difference]) -> str:
    """Differences as a table."""
    return tabulate(
        as_rows(found), headers=heads("seed", "row", "column", "before", "now"), disable_numparse=True
    )


def changes_text(verb: str, changes: Iterable[Change], project: Path) -> str:
    """What is written or taken out, seed by seed."""
    rows = [[change.path.relative_to(project), change.rows, change.line] for change in changes]
    return tabulate(rows, headers=[verb, *heads("rows", "from line")])


def next_text(study: Study) -> str:
    """What to do now, and which tables to look at."""
    has = {
        "fct_coupling": len(study.subsystems) > 1, "fct_rank_robustness": len(study.variants) > 1,
        "fct_inequality": bool(study.groupings), "fct_group_score": bool(study.groupings),
        "fct_driver_importance": bool(study.drivers), "fct_geodetector": bool(study.drivers),
        "fct_decoupling": bool(study.pressures),
    }  # fmt: skip
    rows = [[f"marts.{table}", tr(what)] for table, what in TABLES if has.get(table, True)]
    return tr(
        "Next: `make refresh` works it out and publishes it (`make build` does, too, from the start). Then look at\n"
        "{tables}\n"
        "where system_code = '{system}'.",
        tables=indent(tabulate(rows, tablefmt="plain"), "  "),
        system=study.code,
    )


def spans(years: Iterable[int]) -> str:
    """`2006-2009, 2011`."""
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][1] == year - 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    return ", ".join(f"{first}-{last}" if last > first else str(first) for first, last in runs)


def _years(indicator: IndicatorCoverage) -> str:
    """`2006 (2), 2010-2012 (30)`: years with the number of regions that lack in each."""
    counts = dict.fromkeys(count for _, count in indicator.lacking)
    by_count = {count: [year for year, lacks in indicator.lacking if lacks == count] for count in counts}
    return "; ".join(f"{spans(years)} ({count})" for count, years in by_count.items())


def _notes(indicator: IndicatorCoverage, most_missing: float) -> list[str]:
    if not indicator.lacking:
        return []
    lines = []
    if not indicator.is_kept:
        share = 1 - indicator.reported / indicator.cells
        lines.append(
            tr(
                "{indicator} would leave the system: {share:.0%} of its cells are not reported, at most {most:.0%} "
                "may be.",
                indicator=indicator.code,
                share=share,
                most=most_missing,
            )
        )
    if indicator.parts:
        parts = ", ".join(
            code if is_there else tr("{indicator} (no figures)", indicator=code)
            for code, is_there in indicator.parts
        )
        told = {"indicator": indicator.code, "parts": parts}
        lines.append(tr("{indicator} is derived wherever there is {parts}.", **told))
    return lines
