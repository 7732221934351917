"""`nianjian check --system`: findings, completeness and ledger of one study, and how far each cell that a finding names moves
the ranks if it is taken away."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from tabulate import tabulate

from nianjian.frames.panels import TOTAL
from nianjian.language import heads, language, tr
from nianjian.pipeline.paths import Paths
from nianjian.study.catalogue import Catalogue
from nianjian.study.workbench import Cell, Workbench

# Each is worked out anew; what comes after these is counted.
MOST_CELLS = 20
REGION, YEAR = re.compile(r"\d{6}"), re.compile(r"(19|20)\d\d")
FINDINGS = """
    select audit_code, severity, subject, detail_{language}, is_excused, coalesce(reason_{language}, '')
    from published.quality.fct_audit_finding order by is_excused, severity, audit_code, subject
"""
COVERAGE = """
    select indicator_code, cells_asked, cells_reported, cells_derived, cells_interpolated, cells_missing, is_kept
    from published.marts.dim_system_indicator where system_code = ? order by subsystem_code, sort_order
"""
# The cells of a system say which articles it takes figures from.
LEDGER = """
    select article, count(*) filter (status = 'match'), count(*) filter (status = 'mismatch'),
        count(*) filter (status = 'not_recomputable'), count(*)
    from published.replication.fct_replication
    where is_default and article in (
        select split_part(cell_id, '|', 2) from published.marts.fct_indicator_panel where system_code = ?
    )
    group by article order by article
"""


class Finding(NamedTuple):
    """A row of `fct_audit_finding`."""

    audit: str
    severity: str
    subject: str
    detail: str
    is_excused: bool
    reason: str


class Move(NamedTuple):
    """What the default ranks make of a cell that is taken away: ranks of its region before and without it (None where it is
    not ranked then), how many regions move in any year, and by how many places at most."""

    cell: Cell
    before: int | None
    without: int | None
    regions: int
    places: int


def check(paths: Paths, system: str) -> tuple[str, bool]:
    """What is to be known of a system, and whether an error is open. Errors: LookupError names the systems that there are."""
    catalogue, workbench = Catalogue(paths.reference), Workbench(paths)
    seeded = catalogue.of_system(system)
    if "systems" not in seeded:
        there = ", ".join(row["system_code"] for row in catalogue.rows("systems"))
        raise LookupError(f"no system {system!r}; there are {there}")
    (row,) = seeded["systems"]
    # Ranks of the default variant alone: the others would take the time of all of them.
    seeded["system_variants"] = [{"system_code": system, "variant_code": row["default_variant_code"]}]
    workbench.lay({**catalogue.made_for(system), **seeded})
    panel = (
        workbench.relation("ind_panel").select("indicator_code", "region_code", "year").distinct().fetchall()
    )
    found = of_system(workbench.published(FINDINGS.replace("{language}", language())), system, panel)
    moves, left = removals(workbench, seeded, found, panel)
    parts = [
        f"{system}: {row[f'name_{language()}']}",
        _table(
            workbench.published(COVERAGE, system),
            heads("indicator", "asked for", "reported", "derived", "filled", "lacking", "stays"),
        ),
        _findings(found),
        _moves(moves, left, workbench),
        _table(
            workbench.published(LEDGER, system),
            heads("article", "match", "mismatch", "not recomputable", "printed results"),
        ),
    ]
    has_error = any(one.severity == "error" and not one.is_excused for one in found)
    return "\n\n".join(part for part in parts if part), has_error


def of_system(rows: Iterable[tuple], system: str, panel: Iterable[tuple[str, str, int]]) -> list[Finding]:
    """Findings that name the system, or an indicator of its panel with no region or year that is none of the panel's."""
    cells = list(panel)
    indicators = {cell[0] for cell in cells}
    regions = {cell[1] for cell in cells}
    years = {str(cell[2]) for cell in cells}

    def is_ours(subject: str) -> bool:
        parts = set(subject.split("|"))
        if system in parts:
            return True
        named = (
            {part for part in parts if REGION.fullmatch(part)},
            {part for part in parts if YEAR.fullmatch(part)},
        )
        return bool(parts & indicators) and all(
            not those or those & known for those, known in zip(named, (regions, years), strict=True)
        )

    return [Finding(*row) for row in rows if is_ours(row[2])]


def removals(
    workbench: Workbench,
    rows: dict,
    found: Iterable[Finding],
    panel: Iterable[tuple[str, str, int]],
) -> tuple[list[Move], int]:
    """What ranks make of each cell of the panel that an open finding names, those that move most first; and how many such
    cells were too many to try."""
    subjects = [set(one.subject.split("|")) for one in found if not one.is_excused]
    suspicious = sorted(
        Cell(*cell) for cell in panel if any({cell[0], cell[1], str(cell[2])} <= parts for parts in subjects)
    )
    before = _ranks(workbench)
    moves = []
    for cell in suspicious[:MOST_CELLS]:
        workbench.lay(rows, without=[cell])
        now = _ranks(workbench)
        shifts = {key: abs(rank - now[key]) for key, rank in before.items() if key in now}
        moved = {region for (region, _), shift in shifts.items() if shift}
        key = (cell.region, cell.year)
        moves.append(Move(cell, before.get(key), now.get(key), len(moved), max(shifts.values(), default=0)))
    return sorted(moves, key=lambda move: (-move.places, -move.regions)), max(len(suspicious) - MOST_CELLS, 0)


def _ranks(workbench: Workbench) -> dict[tuple[str, int], int]:
    rows = workbench.relation("calc_ranks").filter(f"subsystem_code = '{TOTAL}'")
    return {
        (region, year): rank for region, year, rank in rows.select("region_code", "year", "rank").fetchall()
    }


def _table(rows: list[tuple], columns: list[str]) -> str:
    spoken = [
        [{True: tr("yes"), False: tr("no")}[cell] if isinstance(cell, bool) else cell for cell in row]
        for row in rows
    ]
    return tabulate(spoken, headers=columns) if rows else ""


def _findings(found: list[Finding]) -> str:
    if not found:
        return tr("No finding names this system or a figure of it.")
    rows = [
        [
            one.severity,
            one.audit,
            one.subject,
            one.detail,
            tr("excused: {why}", why=one.reason) if one.is_excused else "",
        ]
        for one in found
    ]
    return tabulate(rows, headers=heads("severity", "audit", "subject", "finding", ""), disable_numparse=True)


def _moves(moves: list[Move], left: int, workbench: Workbench) -> str:
    if not moves:
        return tr("No open finding names a cell of its panel: there is none to take away.")
    names = dict(
        workbench.published(f"select region_code, name_{language()} from published.marts.dim_region")
    )
    rows = [
        [move.cell.indicator, names.get(move.cell.region, move.cell.region), move.cell.year, move.before or "",
         move.without or tr("not ranked"), move.regions, move.places]
        for move in moves
    ]  # fmt: skip
    columns = heads("indicator", "region", "year", "rank", "rank without", "regions moved", "places at most")
    lines = [tr("Cells that findings name, each taken away alone:"), tabulate(rows, headers=columns)]
    if left:
        lines.append(tr("… and {left} more", left=left))
    return "\n".join(lines)
