"""The words that readers know: names of regions, units and missing markers, from the seeds."""

import csv
import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from nianjian.intake.tables.cell_text import squeezed


@dataclass(frozen=True)
class Vocabulary:
    """Squeezed words. They only tell which axis of a table holds regions and which bracket is a unit; what a name
    means is decided in SQL."""

    regions: frozenset[str]
    units: frozenset[str]
    markers: frozenset[str]

    @cached_property
    def fingerprint(self) -> str:
        """Changes when a word comes or goes: files read with other words are read again."""
        words = "\n".join("\t".join(sorted(group)) for group in (self.regions, self.units, self.markers))
        return hashlib.sha256(words.encode()).hexdigest()


def from_seeds(folder: Path) -> Vocabulary:
    """The vocabulary of `seeds/reference`. Errors: FileNotFoundError names the seed that is missing."""
    regions = _words(folder / "regions.csv", "name_zh", "short_name_zh", "name_en", "region_code")
    regions |= _words(folder / "counties.csv", "name_zh", "short_name_zh", "region_code")
    regions |= _words(folder / "region_aliases.csv", "alias")
    # A heading (按地区分) is no row of a region.
    regions |= _words(folder / "subtotal_labels.csv", "label", where={"kind": "subtotal"})
    return Vocabulary(
        regions=frozenset(word.lower() for word in regions),
        units=frozenset(_words(folder / "unit_aliases.csv", "alias")),
        markers=frozenset(_words(folder / "missing_markers.csv", "marker")),
    )


def _words(path: Path, *columns: str, where: dict[str, str] | None = None) -> set[str]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if (where or {}).items() <= row.items()]
    return {squeezed(row[column]) for row in rows for column in columns} - {""}
