"""A file as read, in the form in which it goes from the process that read it into the store: its cells by column.

Without pyarrow, which would bring pandas into every process that reads.
"""

from dataclasses import dataclass

from nianjian.intake.tables import cell_text
from nianjian.intake.tables.cells import Cell
from nianjian.intake.tables.reading import File


@dataclass(frozen=True)
class CellColumns:
    """`columns` are those of `Cell`, `cells` long each. `last_year` is the last one for which the file has a figure,
    None if it has none of any year."""

    form: str
    table_count: int
    last_year: int | None
    cells: int
    columns: list[tuple]


def by_column(file: File) -> CellColumns:
    """The same file with its cells as columns."""
    columns = list(zip(*file.cells, strict=True)) or [()] * len(Cell._fields)
    periods = {cell.period_label for cell in file.cells if cell.role == "value" and cell.text.strip()}
    years = [year for year in map(cell_text.year_of, periods) if year]
    return CellColumns(file.form, file.table_count, max(years, default=None), len(file.cells), columns)
