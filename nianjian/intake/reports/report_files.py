"""Lands work reports: each is counted once; what is known is not counted again.

    <root>/reports/<release>/<region>-<year>.txt

Writes `files/`, `terms/`, `counted/`, `releases/` and `first_landed/` below the folder of reports; reads the landing
folder only.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from nianjian.intake import files, text_files
from nianjian.intake.first_landed import NOT_KEPT
from nianjian.intake.landing import LandedFile, Landing, find, gone
from nianjian.intake.parquet_store import ParquetStore
from nianjian.intake.releases import give_releases
from nianjian.intake.reports.counting import Counter, method_version
from nianjian.intake.reports.names import region_and_year
from nianjian.intake.sheets import Refused
from nianjian.intake.walk import REPORTS
from nianjian.language import tr

# The longest reports have some ten thousand characters.
MAX_BYTES = 4 * 2**20


@dataclass
class ReportFile(LandedFile):
    """A landed report; `year` is 0 where none is known."""

    region_label: str = ""
    year: int = 0
    words: int = 0
    characters: int = 0
    method_version: str = ""

    def record(self) -> dict[str, Any]:
        """What is written down of a report."""
        own = {name: getattr(self, name) for name in _COLUMNS}
        return super().record() | own


_COLUMNS = {"region_label": str, "year": int, "words": int, "characters": int, "method_version": str}
_TERMS = {"file_id": str, "term": str, "count_words": int, "count_substring": int}
_COUNTED = {"file_id": str, "words": int, "characters": int}


class Counts:
    """The counts of every content that was counted, by term and in all."""

    def __init__(self, store: ParquetStore, terms: list[str]):
        self._store = store
        self._terms: dict[str, list[dict[str, Any]]] = {}
        for row in store.rows("terms"):
            self._terms.setdefault(row["file_id"], []).append(row)
        self._counted = {row["file_id"]: row for row in store.rows("counted")}
        self._counter = Counter(terms, store.place)
        self.method = method_version()
        # Other terms are other words: with another list everything is counted again.
        self.made_with = "\n".join([self.method, *terms])

    def has(self, file: ReportFile) -> bool:
        """Whether the content that stands has been counted."""
        return file.content_id in self._counted

    def count(self, file: ReportFile, text: str) -> None:
        """Count the terms of a report. Errors: Refused, if it holds no words."""
        found = self._counter.count(text)
        if not found.words:
            raise Refused("it holds no words")
        name = file.content_id
        self._counted[name] = {"file_id": name, "words": found.words, "characters": found.characters}
        self._terms[name] = [
            {"file_id": name, "term": term, "count_words": words, "count_substring": substrings}
            for term, (words, substrings) in found.terms.items()
        ]

    def tell(self, file: ReportFile) -> None:
        """Write words and characters of its content down in the file."""
        counted = self._counted[file.content_id]
        file.words, file.characters = counted["words"], counted["characters"]

    def write(self, needed: set[str]) -> None:
        """Keep the counts of the contents that are needed."""
        kept = [name for name in self._counted if name in needed]
        self._store.write("counted", _COUNTED, (self._counted[name] for name in kept))
        self._store.write("terms", _TERMS, (row for name in kept for row in self._terms[name]))


def land(root: Path, folder: Path, terms: list[str]) -> Landing:
    """Bring the folder of counts in line with the reports below the landing folder `root`."""
    store = ParquetStore(folder)
    used, first_landed, counts = store.in_use(), store.first_landed(), Counts(store, sorted(set(terms)))
    found = find([root], REPORTS, first_landed, ReportFile)
    give_releases(found)
    read = 0
    for file in tqdm(found, desc=tr("landing reports"), unit=tr(" files"), leave=False, disable=None):
        file.method_version = counts.method
        if not file.refusal:
            try:
                read += _count(file, counts)
            except Refused as refusal:
                file.refusal = str(refusal)
            except OSError as error:
                file.refusal = f"it cannot be opened: {error.strerror}"
    # Counts first: what is named as a file in use has them.
    counts.write(first_landed.needed(found))
    store.place_files(found, first_landed, _COLUMNS)
    return Landing(found, read, gone(used, found))


def _count(file: ReportFile, counts: Counts) -> bool:
    """Count a file, unless its content is known; returns whether it was counted."""
    inside = tuple(file.name.split("/")[2:])
    file.region_label, file.year = region_and_year(inside, file.settings)
    told = f"{file.name}|{file.sha256}|{counts.made_with}"
    file.content_id = hashlib.sha256(told.encode()).hexdigest()[:16]
    is_known = counts.has(file)
    if not is_known:
        if file.is_changed:
            raise Refused(NOT_KEPT)
        counts.count(file, _text(file.path, file.bytes))
    counts.tell(file)
    return not is_known


def _text(path: Path, size: int) -> str:
    if size > MAX_BYTES:
        raise Refused(f"it has {size / 2**20:,.0f} MB; a report has at most {MAX_BYTES >> 20} MB")
    content = path.read_bytes()
    if files.is_web_page(content):
        raise Refused("it is a web page: save its text as a text file")
    text = text_files.decoded(content)
    if not text.strip():
        raise Refused("it is empty")
    return text
