"""The DuckDB file that keeps what has landed. dbt attaches it; nothing else writes to it."""

from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow as pa

from nianjian.landing.cells import Cell
from nianjian.landing.reading import File
from nianjian.landing.release import Release

_SCHEMA = Path(__file__).with_name("store.sql")
_CELL = pa.schema(
    [pa.field("reading_id", pa.string())]
    + [
        pa.field(name, pa.int32() if kind is int else pa.string())
        for name, kind in Cell.__annotations__.items()
    ]
)


class Store:
    """Reading and writing of the landing database. Errors: duckdb.IOException, if another process writes to it."""

    def __init__(self, path: Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self.connection = duckdb.connect(str(path))
        self.connection.execute(_SCHEMA.read_text(encoding="utf-8"))

    def close(self) -> None:
        self.connection.execute("checkpoint")
        self.connection.close()

    def last_years(self) -> dict[str, int | None]:
        """The last year with a figure of every reading there is."""
        return dict(self.connection.execute("select reading_id, last_year from raw.readings").fetchall())

    def read_with(self, read_with: str) -> set[str]:
        """The readings that were made with these readers and words."""
        query = "select reading_id from raw.readings where read_with = ?"
        return {reading_id for (reading_id,) in self.connection.execute(query, [read_with]).fetchall()}

    def known_files(self) -> dict[str, tuple[str, str]]:
        """Checksum and reading of every file that is in use, by path."""
        query = "select path, sha256, reading_id from raw.files where refusal = ''"
        return {
            path: (sha256, reading) for path, sha256, reading in self.connection.execute(query).fetchall()
        }

    def add(self, files: Iterable[tuple[str, str, int | None, File]], read_with: str) -> None:
        """Keep readings with their cells, in the place of an earlier reading of the same content."""
        ids, readings, columns = [], [], [[] for _ in _CELL]
        for reading_id, sha256, last_year, file in files:
            ids.append([reading_id])
            readings.append([reading_id, sha256, file.form, file.table_count, last_year, read_with])
            columns[0] += [reading_id] * len(file.cells)
            for column, values in zip(columns[1:], zip(*file.cells, strict=True), strict=True):
                column += values
        if not ids:
            return
        self.connection.begin()
        self.connection.executemany("delete from raw.cells where reading_id = ?", ids)
        self.connection.executemany("insert or replace into raw.readings values (?, ?, ?, ?, ?, ?)", readings)
        fresh = pa.Table.from_arrays(
            [pa.array(c, f.type) for c, f in zip(columns, _CELL, strict=True)], schema=_CELL
        )
        self.connection.register("fresh", fresh)
        self.connection.execute("insert into raw.cells select * from fresh")
        self.connection.unregister("fresh")
        self.connection.commit()

    def place(self, files: list[list[object]], releases: list[Release]) -> None:
        """Say anew which files and releases are in use, and forget readings that none uses any more."""
        rows = [list(vars(release).values()) for release in releases]
        self.connection.begin()
        self.connection.execute("delete from raw.files")
        self.connection.execute("delete from raw.releases")
        if files:
            self.connection.executemany(
                f"insert into raw.files values ({', '.join('?' * len(files[0]))})", files
            )
        if rows:
            self.connection.executemany(
                f"insert into raw.releases values ({', '.join('?' * len(rows[0]))})", rows
            )
        for table in ("cells", "readings"):
            self.connection.execute(
                f"delete from raw.{table} where reading_id not in "
                "(select reading_id from raw.files where reading_id is not null)"
            )
        self.connection.commit()
