"""Takes in work reports: each is counted once; what is known is not counted again.

    <root>/reports/<release>/<region>-<year>.txt

Writes `files/`, `terms/` and `releases/` below the folder of reports; reads the landing folder only.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from tqdm import tqdm

from nianjian.intake import files, text_files
from nianjian.intake.landing import Landing
from nianjian.intake.release import FILE_NAME, Folder, Release, folder_of
from nianjian.intake.reports.counting import Counter, method_version
from nianjian.intake.reports.names import region_and_year
from nianjian.intake.sheets import Refused
from nianjian.intake.tables.table_files import name_within
from nianjian.language import tr

SOURCE = "reports"
# The longest reports have some ten thousand characters.
MAX_BYTES = 4 * 2**20
_TYPES = {str: pa.string(), int: pa.int64(), date: pa.date32(), bool: pa.bool_()}


@dataclass
class File:
    """A landed report. `sha256` is of the text that was counted; `year` is 0 where none is known."""

    path: str
    file_id: str = ""
    release_code: str = ""
    region_label: str = ""
    year: int = 0
    bytes: int = 0
    sha256: str = ""
    words: int = 0
    characters: int = 0
    first_seen: date = field(default_factory=date.today)
    method_version: str = ""
    refusal: str = ""
    warning: str = ""


class Counts:
    """The counts of files by term, as they were and as they become."""

    SCHEMA = pa.schema(
        [
            ("file_id", pa.string()),
            ("term", pa.string()),
            ("count_words", pa.int64()),
            ("count_substring", pa.int64()),
        ]
    )

    def __init__(self, store: Path, terms: list[str]):
        self.before: dict[str, list[dict[str, Any]]] = {}
        for row in _read(store / "terms"):
            self.before.setdefault(row["file_id"], []).append(row)
        self.used: dict[str, list[dict[str, Any]]] = {}
        self.counter = Counter(terms, store)
        # Other terms are other words: with another list everything is counted again.
        self.method = method_version()
        self.made_with = "\n".join([self.method, *terms])

    def add(self, file: File, text: str) -> None:
        """Count the terms of a report. Errors: Refused, if it holds no words."""
        found = self.counter.count(text)
        if not found.words:
            raise Refused("it holds no words")
        file.words, file.characters = found.words, found.characters
        self.used[file.file_id] = [
            {"file_id": file.file_id, "term": term, "count_words": words, "count_substring": substrings}
            for term, (words, substrings) in found.terms.items()
        ]

    def table(self) -> pa.Table:
        """The counts of every report as one table."""
        return pa.Table.from_pylist([row for rows in self.used.values() for row in rows], self.SCHEMA)


def land(root: Path, store: Path, terms: list[str]) -> Landing:
    """Bring the folder of counts in line with the reports below `root`.

    A file that has changed under its name stays as it first landed, unless its release is synthetic: a release never
    changes. Files that are gone are no longer in use.
    """
    store.mkdir(parents=True, exist_ok=True)
    known = {row["path"]: File(**row) for row in _read(store / "files")}
    counts, releases, folders = Counts(store, sorted(set(terms))), {}, {}
    found, read = [], 0
    for path in tqdm(
        list(walk(root)), desc=tr("landing reports"), unit=tr(" files"), leave=False, disable=None
    ):
        name = name_within(path.relative_to(root))
        before = known.get(name)
        file = File(name, bytes=path.stat().st_size, method_version=counts.method)
        if before:
            file.sha256, file.first_seen = before.sha256, before.first_seen
        try:
            folder, release = _release(path, root, file, folders)
            read += _take(file, path, folder, release, before, counts)
            releases.setdefault(release.release_code, asdict(release) | {"accessed_on": file.first_seen})
        except Refused as refusal:
            file.refusal = str(refusal)
        except OSError as error:
            file.refusal = f"it cannot be opened: {error.strerror}"
        found.append(file)
    _write(store / "terms", counts.table())
    _write(store / "releases", _table(Release, releases.values(), pa.field("accessed_on", pa.date32())))
    # Last: what is named here has its counts.
    _write(store / "files", _table(File, [asdict(file) for file in found]))
    return Landing(found, read)


def walk(root: Path) -> Iterator[Path]:
    """The reports of a landing folder."""
    for path in sorted((root / SOURCE).rglob("*")):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(root).parts)
        if path.is_file() and not hidden and path.name not in (FILE_NAME, "README.md"):
            yield path


def _release(path: Path, root: Path, file: File, folders: dict[str, str]) -> tuple[Folder, Release]:
    if len(path.relative_to(root).parts) < 3:
        raise Refused(f"it lies in no release folder: put it into {SOURCE}/<release>/")
    folder = folder_of(path, root)
    release = folder.release(None, file.first_seen)
    first = folders.setdefault(release.release_code, folder.name)
    if first != folder.name:
        raise Refused(f"its folder and {first} both give the release {release.release_code}: rename one")
    file.release_code = release.release_code
    return folder, release


def _take(
    file: File, path: Path, folder: Folder, release: Release, before: File | None, counts: Counts
) -> bool:
    """Count a file, unless it is known; returns whether it was counted."""
    inside = tuple(Path(file.path).parts[2:])
    file.region_label, file.year = region_and_year(inside, folder.settings(inside[-1]))
    content = path.read_bytes() if file.bytes <= MAX_BYTES else b""
    sha256 = hashlib.sha256(content).hexdigest()
    has_changed = file.sha256 not in ("", sha256) and not release.is_synthetic
    sha256 = file.sha256 if has_changed else sha256
    told = f"{file.path}|{sha256}|{counts.made_with}"
    file.file_id = hashlib.sha256(told.encode()).hexdigest()[:16]
    if has_changed:
        file.warning = "it has changed since it landed and stands as it was: put what was revised into a release of its own"
    if before and before.file_id == file.file_id and file.file_id in counts.before:
        file.words, file.characters = before.words, before.characters
        counts.used[file.file_id] = counts.before[file.file_id]
        return False
    if has_changed:
        file.warning = ""
        raise Refused(
            "it has changed since it landed, and what it said cannot be counted with other terms: put it into a release "
            "of its own"
        )
    counts.add(file, _text(content, file.bytes))
    file.sha256 = sha256
    return True


def _text(content: bytes, size: int) -> str:
    if size > MAX_BYTES:
        raise Refused(f"it has {size / 2**20:,.0f} MB; a report has at most {MAX_BYTES >> 20} MB")
    if files.is_web_page(content):
        raise Refused("it is a web page: save its text as a text file")
    text = text_files.decoded(content)
    if not text.strip():
        raise Refused("it is empty")
    return text


def _read(folder: Path) -> list[dict[str, Any]]:
    path = folder / "rows.parquet"
    return pq.read_table(path).to_pylist() if path.exists() else []


def _table(kind: type, rows: Any, *more: pa.Field) -> pa.Table:
    schema = pa.schema([*((column.name, _TYPES[column.type]) for column in fields(kind)), *more])
    return pa.Table.from_pylist(list(rows), schema)


def _write(folder: Path, table: pa.Table) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / "rows.part"
    pq.write_table(table, part)
    part.replace(folder / "rows.parquet")
