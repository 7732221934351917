"""A file from its first byte to its labelled cells: the form is told from what the tables hold."""

from dataclasses import dataclass
from pathlib import Path

from nianjian.intake import files
from nianjian.intake.sheets import Refused, Sheet
from nianjian.intake.tables import cell_text
from nianjian.intake.tables.cells import Cell, Reading, cells
from nianjian.intake.tables.layout import Layout, layout
from nianjian.intake.tables.vocabulary import Vocabulary

# Raise it when the same file would be read otherwise than before: every file is then read again.
VERSION = 3


@dataclass(frozen=True)
class File:
    """What was read: the forms of its sheets and every cell."""

    form: str
    table_count: int
    cells: list[Cell]


def read(path: Path, vocabulary: Vocabulary, columns: dict[str, str]) -> File:
    """Read a file of whatever form. `columns` gives headers that only their author understands a name that readers
    know: `{"prov": "地区", "yr": "年份", "gdp": "地区生产总值(亿元)"}`.

    Errors: Refused, if it cannot be read or holds no table of regions, years or indicators.
    """
    forms, found, table_count = {}, [], 0
    for sheet in files.read(path):
        named = _renamed(sheet, columns) if columns else sheet
        plan = layout(named, vocabulary)
        readings = [Reading(named, plan, table, vocabulary) for table in plan.tables]
        here = list(cells(sheet, plan, readings))
        table_count += len(plan.tables)
        if any(cell.role == "value" for cell in here):
            forms[_form(sheet, plan, readings)] = None
        found += here
    if not any(_says_something(cell, vocabulary) for cell in found if cell.role == "value"):
        raise Refused("it holds no table of figures by region, year or indicator")
    return File(", ".join(forms), table_count, found)


def _says_something(cell: Cell, vocabulary: Vocabulary) -> bool:
    return bool(
        cell.region_label.lower() in vocabulary.regions
        or cell_text.period_of(cell.period_label)
        or (cell.database_label and cell.indicator_label)
    )


def _form_of_bureau(sheet: Sheet, readings: list[Reading]) -> str:
    axes = readings[0].axes
    if any(cell.endswith("\t") for row in sheet.rows for cell in row[:2]):
        return "bureau, new site"
    if len(readings) > 1:
        return "bureau, stacked"
    if axes.columns_are_regions or axes.year_column is not None:
        return "bureau, transposed"
    return "bureau" if axes.region_columns else "bureau, one region"


def _renamed(sheet: Sheet, columns: dict[str, str]) -> Sheet:
    """The sheet with other headers: the rows that hold most of those named are headers, others may hold one by chance."""
    names = {cell_text.squeezed(header): name for header, name in columns.items()}
    found = [len(names.keys() & {cell_text.squeezed(cell) for cell in row}) for row in sheet.rows]
    rows = [
        [names.get(cell_text.squeezed(cell), cell) for cell in row] if count == max(found) else row
        for row, count in zip(sheet.rows, found, strict=True)
    ]
    return Sheet(sheet.name, rows, sheet.is_ragged)


def _form(sheet: Sheet, plan: Layout, readings: list[Reading]) -> str:
    first = readings[0]
    if any(table.context.database or table.context.indicator for table in plan.tables):
        return _form_of_bureau(sheet, readings)
    if first.axes.year_column is not None and first.axes.region_columns:
        return "tidy"
    if plan.tables[0].context.title:
        return "yearbook, continued" if len(readings) > 1 else "yearbook"
    if first.axes.indicator_columns:
        return "indicator and region by year"
    return "header stripped" if plan.tables[0].year_rows else "table"
