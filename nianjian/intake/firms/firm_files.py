"""Lands firm files: each into one Parquet file of typed cells, once; what is known is not read again.

    <root>/firms/<release>/enterprises.csv
    <root>/firms/<release>/investments/year=2023/part-0.parquet

Writes `files/`, `releases/`, `first_landed/` and a folder per table of the contract below the folder of raw rows; reads
the landing folders only.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from tqdm import tqdm

from nianjian.intake.firms import rows
from nianjian.intake.firms.contract import TABLES, table_of
from nianjian.intake.firms.typed_rows import typed_rows
from nianjian.intake.first_landed import NOT_KEPT
from nianjian.intake.landing import LandedFile, Landing, find, gone
from nianjian.intake.parquet_store import ParquetStore
from nianjian.intake.releases import give_releases
from nianjian.intake.sheets import Refused
from nianjian.intake.walk import FIRMS
from nianjian.language import tr

# Raised whenever files are typed in another way: what has landed is then read again.
VERSION = 2
_CONFIG = {"threads": 2, "preserve_insertion_order": False}


@dataclass
class FirmFile(LandedFile):
    """A landed firm file. `file_no` counts files in the order in which they first landed; `row_count` has every row below
    the header."""

    firm_table: str = ""
    file_no: int = 0
    row_count: int = 0

    @property
    def given(self) -> dict[str, str]:
        """Columns that a partitioned path names: `city=110000/part-0.parquet`."""
        return dict(part.split("=", 1) for part in self.name.split("/")[:-1] if "=" in part)

    def record(self) -> dict[str, Any]:
        """What is written down of a firm file."""
        own = {name: getattr(self, name) for name in _COLUMNS}
        return super().record() | own


_COLUMNS = {"firm_table": str, "file_no": int, "row_count": int}


def land(roots: list[Path], raw: Path, missing: frozenset[str]) -> Landing:
    """Bring the folder of raw rows in line with the firm files below `roots`. `missing` are the markers that stand for
    a missing cell."""
    store = ParquetStore(raw)
    used, first_landed, numbers = store.in_use(), store.first_landed(), _Numbers(store)
    files = find(roots, FIRMS, first_landed, FirmFile)
    give_releases(files)
    read = 0
    for file in tqdm(files, desc=tr("landing firms"), unit=tr(" files"), leave=False, disable=None):
        if not file.refusal:
            _identify(file, missing)
        file.file_no = numbers.of(file)
        if not file.refusal:
            read += _convert(file, raw, missing)
    _refuse_twins(files)
    store.place_files(files, first_landed, _COLUMNS)
    _remove_rows(raw, first_landed.needed(files))
    _ensure_tables(raw)
    return Landing(files, read, gone(used, files))


class _Numbers:
    """The numbers of files: one that is known keeps its own."""

    def __init__(self, store: ParquetStore):
        self._known = {(row["path"], row["file_id"]): row["file_no"] for row in store.rows("files")}
        self._last = max(self._known.values(), default=0)

    def of(self, file: FirmFile) -> int:
        number = self._known.get((file.name, file.content_id))
        if number is None:
            number = self._last = self._last + 1
        return number


def _identify(file: FirmFile, missing: frozenset[str]) -> None:
    """The table that the first telling name below the release folder names, and what the content is known by."""
    file.firm_table = next(filter(None, map(table_of, file.name.split("/")[2:])), "")
    if not file.firm_table:
        file.refusal = "its name tells no table: let it begin with enterprises, investments or patents"
    elif not file.is_changed:
        # What lies in the path is part of what the file says.
        given = (f"{name}={text}" for name, text in sorted(file.given.items()))
        told = [
            file.release.release_code,
            file.sha256,
            file.firm_table,
            *given,
            str(VERSION),
            *sorted(missing),
        ]
        file.content_id = hashlib.sha256("|".join(told).encode()).hexdigest()[:16]


def _convert(file: FirmFile, raw: Path, missing: frozenset[str]) -> bool:
    """Write the typed rows of a file, unless they are there. A refusal is written down in `file`."""
    target = raw / file.firm_table / f"{file.content_id}.parquet"
    if target.exists():
        file.row_count = pq.read_metadata(target).num_rows
        return False
    if file.is_changed:
        file.refusal = NOT_KEPT
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    try:
        _write_rows(file, part, missing)
    except Refused as refusal:
        file.refusal = str(refusal)
    except OSError as error:
        file.refusal = f"it cannot be read to its end: {error.strerror or error}"
    except (duckdb.Error, pa.ArrowException) as error:
        file.refusal = f"it cannot be read to its end: {' '.join(str(error).split())[:300]}"
    if file.refusal:
        part.unlink(missing_ok=True)
        return False
    part.replace(target)
    file.row_count = pq.read_metadata(target).num_rows
    return True


def _write_rows(file: FirmFile, target: Path, missing: frozenset[str]) -> None:
    names = {column.name for column in TABLES[file.firm_table]}
    given = {name: text for name, text in file.given.items() if name in names}
    with _named_in_utf8(file.path) as path, duckdb.connect(config=_CONFIG) as connection:
        headers = rows.header_of_each(path, file.firm_table, given)
        source, types = _source(connection, path, headers)
        query = typed_rows(
            file.firm_table, file.content_id, source, missing, headers=headers, types=types, given=given
        )
        connection.execute(f"copy ({query}) to '{_quoted(target)}' (format parquet, compression zstd)")


@contextmanager
def _named_in_utf8(path: Path) -> Iterator[Path]:
    """A path to the file that DuckDB and pyarrow can open: they know names in UTF-8 only."""
    if str(path).isprintable():
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        link = Path(folder) / "file"
        link.symlink_to(path.resolve())
        yield link


def _source(
    connection: duckdb.DuckDBPyConnection, path: Path, headers: dict[str, str]
) -> tuple[str, dict[str, str]]:
    """What to select a file's rows from, and the types of its columns."""
    if not rows.is_parquet(path):
        connection.register("file_rows", rows.csv_rows(path, sorted(set(headers.values()))))
        return "file_rows", {}
    described = connection.execute(f"describe select * from read_parquet('{_quoted(path)}')").fetchall()
    source = (
        f"(select * exclude (file_row_number), file_row_number + 1 as row_no, null::varchar as torn "
        f"from read_parquet('{_quoted(path)}', file_row_number = true, hive_partitioning = false))"
    )
    return source, {name: kind for name, kind, *_ in described}


def _refuse_twins(files: list[FirmFile]) -> None:
    """The same content twice in one release counts once."""
    first: dict[str, str] = {}
    for file in files:
        if not file.refusal:
            # The release is part of what a content is known by.
            name = first.setdefault(file.content_id, file.name)
            if name != file.name:
                file.refusal = f"it has the same content as {name}, which counts"
                file.row_count = 0


def _remove_rows(raw: Path, needed: set[str]) -> None:
    """Remove the rows of contents that nothing needs any more."""
    for table in TABLES:
        for path in (raw / table).glob("*.parquet"):
            if path.stem not in needed:
                path.unlink()


def _ensure_tables(raw: Path) -> None:
    """A table of which no file has landed is there all the same, without rows."""
    for table in TABLES:
        if not any((raw / table).glob("*.parquet")):
            with duckdb.connect() as connection:
                headers = {column.name: column.name for column in TABLES[table]}
                empty = ", ".join(f"null::varchar as {name}" for name in headers)
                source = f"(select {empty}, 0::bigint as row_no, null::varchar as torn where false)"
                query = typed_rows(table, "", source, frozenset(), headers=headers)
                (raw / table).mkdir(parents=True, exist_ok=True)
                connection.execute(
                    f"copy ({query}) to '{_quoted(raw / table / 'empty.parquet')}' (format parquet)"
                )


def _quoted(text: object) -> str:
    return str(text).replace("'", "''")
