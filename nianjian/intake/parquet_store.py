"""What is kept of firm files and work reports: Parquet that dbt reads, a folder each for files, releases and others."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from nianjian.intake import releases
from nianjian.intake.first_landed import First, FirstLanded
from nianjian.intake.landing import LandedFile
from nianjian.intake.release import Release

_TYPES = {str: pa.string(), int: pa.int64(), date: pa.date32(), bool: pa.bool_()}
# The columns of `LandedFile.record`.
_FILE = {
    "path": str,
    "file_id": str,
    "release_code": str,
    "bytes": int,
    "sha256": str,
    "first_seen": date,
    "refusal": str,
    "warning": str,
}
_RELEASE = {**{column.name: column.type for column in fields(Release)}, "accessed_on": date}
_FIRST = {column.name: column.type for column in fields(First)}


class ParquetStore:
    """Reading and writing of the folder `place`."""

    def __init__(self, place: Path):
        place.mkdir(parents=True, exist_ok=True)
        self.place = place

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table; none, if it was never written."""
        path = self.place / table / "rows.parquet"
        return pq.read_table(path).to_pylist() if path.exists() else []

    def write(self, table: str, columns: Mapping[str, type], rows: Iterable[Mapping[str, Any]]) -> None:
        """Put rows in the place of those of a table, in one rename."""
        schema = pa.schema([(name, _TYPES[kind]) for name, kind in columns.items()])
        folder = self.place / table
        folder.mkdir(exist_ok=True)
        pq.write_table(pa.Table.from_pylist(list(rows), schema), folder / "rows.part")
        (folder / "rows.part").replace(folder / "rows.parquet")

    def first_landed(self) -> FirstLanded:
        """What every file there ever was first landed as."""
        return FirstLanded(self.place, (First(**row) for row in self.rows("first_landed")))

    def in_use(self) -> set[str]:
        """The names of the files that are in use."""
        return {row["path"] for row in self.rows("files") if not row["refusal"]}

    def place_files(
        self, files: list[LandedFile], first_landed: FirstLanded, more: Mapping[str, type]
    ) -> None:
        """Say anew which files and releases are in use, and remember what landed for the first time. `more` are the
        columns that a kind has beside those of every file."""
        first = first_landed.all_with(first_landed.to_remember(files))
        self.write(
            "releases",
            _RELEASE,
            (asdict(release) | {"accessed_on": seen} for release, seen in releases.in_use(files)),
        )
        self.write("first_landed", _FIRST, map(asdict, first))
        # Last: what is named here has its rows.
        self.write("files", {**_FILE, **more}, (file.record() for file in files))
        return {record.content_id for record in first} | {
            file.content_id for file in files if not file.refusal
        }
