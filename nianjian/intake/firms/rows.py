"""From one firm file of any size to rows of text cells with their row numbers, read in pieces."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.csv as pc

from nianjian.intake.firms.contract import TABLES, columns_of
from nianjian.intake.sheets import Refused

_PARQUET = b"PAR1"
_LOOKED_AT = 2**20
_SEPARATORS = (",", "\t", ";", "|")
_BLOCK = 16 * 2**20


def is_parquet(path: Path) -> bool:
    """Whether a file begins as Parquet does."""
    with path.open("rb") as file:
        return file.read(4) == _PARQUET


def headers_of(path: Path) -> list[str]:
    """The headers of a file. Errors: Refused, if it cannot be read."""
    if is_parquet(path):
        try:
            return duckdb.read_parquet(str(path)).columns
        except duckdb.Error as error:
            raise Refused(f"it cannot be read as Parquet: {error}") from error
    return _csv_form(path)[2]


def header_of_each(path: Path, table: str, given: dict[str, str]) -> dict[str, str]:
    """The header that stands for each column of the contract; `given` are columns that the path names (`city=110000`).

    Errors: Refused, naming the columns that are missing.
    """
    headers = headers_of(path)
    found, missing = columns_of(table, headers)
    if absent := [name for name in missing if name not in given]:
        known = {column.name: ", ".join((column.name, *column.headers)) for column in TABLES[table]}
        told = "; ".join(f"{name} (known as {known[name]})" for name in absent)
        raise Refused(f"it holds {', '.join(headers[:12])} but no column {told}")
    return found


def csv_rows(path: Path, headers: list[str]) -> pa.RecordBatchReader:
    """The columns `headers` of a CSV file as text, with `row_no` (the header is row 1) and `torn`: null, or the text of
    a row that has more or fewer cells than the header, of which nothing else is told.

    Errors, while it is read: Refused, if the bytes are no text of the encoding.
    """
    encoding, separator, _ = _csv_form(path)
    torn: list[tuple[int, str]] = []

    def keep(row: pc.InvalidRow) -> str:
        torn.append((row.number, row.text))
        return "skip"

    types = [(header, pa.string()) for header in headers]
    schema = pa.schema([*types, ("row_no", pa.int64()), ("torn", pa.string())])
    reader = pc.open_csv(
        path,
        # Rows have numbers only when one thread reads.
        pc.ReadOptions(encoding=encoding, use_threads=False, block_size=_BLOCK),
        pc.ParseOptions(delimiter=separator, newlines_in_values=True, invalid_row_handler=keep),
        pc.ConvertOptions(
            column_types=dict(types),
            include_columns=headers,
            strings_can_be_null=False,
            quoted_strings_can_be_null=False,
        ),
    )

    def batches() -> Iterator[pa.RecordBatch]:
        row_no, told = 2, 0
        try:
            for batch in reader:
                numbers, left = [], batch.num_rows
                # A torn row takes a number that the next rows must pass over.
                for number, _ in torn[told:]:
                    if number - row_no > left:
                        break
                    numbers.append(pa.array(range(row_no, number), pa.int64()))
                    left -= number - row_no
                    row_no, told = number + 1, told + 1
                numbers.append(pa.array(range(row_no, row_no + left), pa.int64()))
                row_no += left
                columns = [*batch.columns, pa.concat_arrays(numbers), pa.nulls(batch.num_rows, pa.string())]
                yield pa.record_batch(columns, schema=schema)
        except (UnicodeDecodeError, pa.ArrowInvalid) as error:
            raise Refused(
                f"it is no text in {encoding} all the way, or its quotes do not close: {error}"
            ) from error
        empty = [pa.nulls(len(torn), pa.string()) for _ in headers]
        numbers, texts = (
            pa.array([n for n, _ in torn], pa.int64()),
            pa.array([t for _, t in torn], pa.string()),
        )
        yield pa.record_batch([*empty, numbers, texts], schema=schema)

    return pa.RecordBatchReader.from_batches(schema, batches())


def _csv_form(path: Path) -> tuple[str, str, list[str]]:
    """Encoding, separator and headers of a CSV file, told from its beginning."""
    with path.open("rb") as file:
        start = file.read(_LOOKED_AT)
    if not start.strip():
        raise Refused("it is empty")
    # A text that ends in the middle of a character is one all the same.
    whole = start if len(start) < _LOOKED_AT else start[: start.rfind(b"\n") + 1 or len(start)]
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = whole.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Refused("it is text neither in UTF-8 nor in GB18030, nor is it Parquet")
    if "\0" in text:
        raise Refused("it is neither text nor Parquet: it holds zero bytes")
    line = text.split("\n", 1)[0]
    separator = max(_SEPARATORS, key=line.count)
    headers = next(csv.reader(io.StringIO(line), delimiter=separator), [])
    if twice := {header for header in headers if headers.count(header) > 1}:
        raise Refused(f"two columns are called {min(twice)!r}")
    # pyarrow passes over the mark of UTF-8 itself.
    return encoding.removesuffix("-sig"), separator, headers
