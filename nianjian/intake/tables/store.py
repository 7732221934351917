"""The DuckDB file that keeps what has landed. dbt attaches it; nothing else writes to it."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple
from pathlib import Path

import duckdb
import pyarrow as pa

from nianjian.intake.first_landed import First, FirstLanded
from nianjian.intake.release import Release
from nianjian.intake.tables.cell_columns import CellColumns

_SCHEMA = Path(__file__).with_name("store.sql")


class Store:
    """Reading and writing of the landing database. Errors: duckdb.IOException, if another process writes to it."""

    def __init__(self, path: Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self._place = path.parent
        self.connection = duckdb.connect(str(path))
        self.connection.execute(_SCHEMA.read_text(encoding="utf-8"))

    def close(self) -> None:
        """Leave one file, without a log beside it."""
        self.connection.execute("checkpoint")
        self.connection.close()

    def last_years(self) -> dict[str, int | None]:
        """The last year with a figure of every reading there is."""
        return dict(self.connection.execute("select reading_id, last_year from raw.readings").fetchall())

    def read_with(self, read_with: str) -> set[str]:
        """The readings that were made with these readers and words."""
        query = "select reading_id from raw.readings where read_with = ?"
        return {reading_id for (reading_id,) in self.connection.execute(query, [read_with]).fetchall()}

    def first_landed(self) -> FirstLanded:
        """What every file there ever was first landed as."""
        query = "select root, path, sha256, reading_id, first_seen, is_synthetic, stamp from raw.first_landed"
        return FirstLanded(self._place, (First(*row) for row in self.connection.execute(query).fetchall()))

    def in_use(self) -> set[str]:
        """The paths of the files that are in use."""
        rows = self.connection.execute("select path from raw.files where refusal = ''").fetchall()
        return {path for (path,) in rows}

    def add(self, files: Iterable[tuple[str, str, CellColumns]], read_with: str) -> None:
        """Keep readings with their cells, in the place of an earlier reading of the same content."""
        readings, cells = [], []
        for reading_id, sha256, file in files:
            readings.append((reading_id, sha256, file.form, file.table_count, file.last_year, read_with))
            cells.append(_table([[reading_id] * file.cells, *file.columns]))
        if not readings:
            return
        self.connection.begin()
        self.connection.execute(
            "delete from raw.cells where reading_id in (select unnest(?))", [[row[0] for row in readings]]
        )
        self._insert("insert or replace into raw.readings", _table(zip(*readings, strict=True)))
        self._insert("insert into raw.cells", pa.concat_tables(cells))
        self.connection.commit()

    def place(self, files: list[tuple], releases: list[Release], first: list[First]) -> None:
        """Say anew which files and releases are in use, remember what landed for the first time, and forget readings
        that nothing needs any more."""
        self.connection.begin()
        for name, rows in (("files", files), ("releases", [astuple(release) for release in releases])):
            self.connection.execute(f"delete from raw.{name}")
            if rows:
                self._insert(f"insert into raw.{name}", _table(zip(*rows, strict=True)))
        if first:
            self._insert(
                "insert or replace into raw.first_landed", _table(zip(*map(astuple, first), strict=True))
            )
        for table in ("cells", "readings"):
            self.connection.execute(
                f"delete from raw.{table} where reading_id not in "
                "(select reading_id from raw.files where reading_id is not null "
                "union select reading_id from raw.first_landed)"
            )
        self.connection.commit()

    def _insert(self, into: str, rows: pa.Table) -> None:
        """All rows at once: one by one, a thousand take seconds."""
        self.connection.register("fresh", rows)
        self.connection.execute(f"{into} select * from fresh")
        self.connection.unregister("fresh")


def _table(columns: Iterable[Sequence]) -> pa.Table:
    """Columns in the order of the table that they go into."""
    arrays = [pa.array(column) for column in columns]
    return pa.Table.from_arrays(arrays, [f"column_{at}" for at in range(len(arrays))])
