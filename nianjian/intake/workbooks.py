"""Workbooks, xls and xlsx, as sheets of text: every number in full, every formula by its result."""

import io
import re
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import xlrd
from python_calamine import CalamineError, CalamineWorkbook

from nianjian.intake.sheets import Refused, Sheet

MAX_UNPACKED = 256 * 2**20
MAX_CELLS = 2_000_000
# The result of a formula may be an empty text, which its type tells.
_FORMULA_WITHOUT_RESULT = re.compile(
    rb'<c r="([A-Z]+\d+)"(?:(?! t="str")[^<>])*>\s*<f(?:[^<>]*/>|[^<>]*>([^<]*)</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
_FILLED = re.compile(rb'<c r="([A-Z]+)(\d+)"[^<>]*(?<!/)>')
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def read_xlsx(content: bytes) -> list[Sheet]:
    """Errors: Refused, if the file is broken, encrypted, or unpacks to more than a yearbook ever holds."""
    formulas: dict[str, str] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            if unpacked > MAX_UNPACKED:
                raise Refused(
                    f"it unpacks to {unpacked / 2**20:,.0f} MB; the limit is {MAX_UNPACKED >> 20} MB"
                )
            for name in archive.namelist():
                if name.startswith("xl/worksheets/sheet"):
                    xml = archive.read(name)
                    _check_span(xml)
                    formulas = _formulas(xml) | formulas
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise Refused(f"it is a broken or encrypted workbook: {error}") from error
    if formulas:
        where, what = next(iter(formulas.items()))
        raise Refused(
            f"formulas have no result in the file, as in {where} (={what}): open it in a spreadsheet and save it again"
        )
    return _calamine(content)


def read_xls(content: bytes) -> list[Sheet]:
    """Errors: Refused, if the file is broken or encrypted."""
    try:
        book = xlrd.open_workbook(file_contents=content, logfile=io.StringIO())
    except Exception:  # noqa: BLE001
        # xlrd stops, in many ways, at formats that some publishers' programs write; calamine reads those. The other way
        # round, calamine garbles the text of files that declare a Western code page, which xlrd reads. What neither
        # reads raises below.
        return _calamine(content)
    for sheet in book.sheets():
        _check_size(sheet.name, sheet.nrows, sheet.ncols)
    return [
        Sheet(sheet.name, [[_xlrd_text(book, cell) for cell in sheet.row(row)] for row in range(sheet.nrows)])
        for sheet in book.sheets()
    ]


def _calamine(content: bytes) -> list[Sheet]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = []
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            _check_size(name, sheet.total_height, sheet.total_width)
            rows = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
            sheets.append(Sheet(name, rows))
    except (CalamineError, ValueError, OSError) as error:
        raise Refused(f"it is a broken or encrypted workbook: {error}") from error
    except BaseException as error:
        # What pyo3 raises where calamine panics has no public name and is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise Refused(f"it is a broken workbook: {error}") from error
    if any(_CONTROL.search(cell) for sheet in sheets for row in sheet.rows for cell in row):
        raise Refused("its text cannot be decoded: open it and save it as xlsx")
    return sheets


def _check_size(name: str, rows: int, columns: int) -> None:
    if rows * columns > MAX_CELLS:
        raise Refused(
            f"sheet {name} spans {rows:,} rows and {columns:,} columns: delete what is far off the table"
        )


def _check_span(xml: bytes) -> None:
    """Before calamine lays out a sheet: one cell in the last corner would take all memory."""
    rows = columns = 0
    for found in _FILLED.finditer(xml):
        rows, columns = max(rows, int(found[2])), max(columns, _column_number(found[1]))
    if rows * columns > MAX_CELLS:
        raise Refused(
            f"a sheet spans {rows:,} rows and {columns:,} columns: delete what is far off the table"
        )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _formulas(xml: bytes) -> dict[str, str]:
    """Formulas that were written by a program and never computed: their cells would come out empty."""
    return {
        place.decode(): formula.decode("utf-8", "replace")
        for place, formula in _FORMULA_WITHOUT_RESULT.findall(xml)
    }


def _xlrd_text(book: xlrd.Book, cell: xlrd.sheet.Cell) -> str:
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#ERROR")
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return xlrd.xldate_as_datetime(cell.value, book.datemode).date().isoformat()
        except (ValueError, OverflowError):
            return _text(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return str(bool(cell.value)).upper()
    return _text(cell.value)


def _text(value: object) -> str:
    """A number in full and without exponent: 37.49, 2184 (not 2184.0), 0.00001."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return format(Decimal(repr(value)).normalize() if value else Decimal(0), "f")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date | time | timedelta):
        return str(value)
    return str(value)
