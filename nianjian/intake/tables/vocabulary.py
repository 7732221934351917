"""The words that readers know: names of regions, units and missing markers, from the seeds."""

import csv
import hashlib
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from nianjian.intake.tables.cell_text import squeezed

LEVELS = {"nation": 0, "province": 1, "prefecture": 2, "county": 3}


@dataclass(frozen=True)
class Vocabulary:
    """Squeezed words. They only tell which axis of a table holds regions, which of two columns of regions is the finer
    one and which bracket is a unit; what a name means is decided in SQL. `levels` has the names that regions of one
    level alone bear: 0 the nation, 1 provinces, 2 prefectures, 3 counties."""

    regions: frozenset[str]
    units: frozenset[str]
    markers: frozenset[str]
    levels: dict[str, int] = field(default_factory=dict)

    @cached_property
    def fingerprint(self) -> str:
        """Changes when a word comes or goes: files read with other words are read again."""
        levels = {f"{word} {level}" for word, level in self.levels.items()}
        words = "\n".join(
            "\t".join(sorted(group)) for group in (self.regions, self.units, self.markers, levels)
        )
        return hashlib.sha256(words.encode()).hexdigest()

    def level(self, labels: list[str]) -> int | None:
        """The level that most of these labels can only be of; None if no label tells."""
        found = Counter(self.levels[label.lower()] for label in labels if label.lower() in self.levels)
        return max(found, key=lambda level: (found[level], level)) if found else None


def from_seeds(folder: Path) -> Vocabulary:
    """The vocabulary of `seeds/reference`. Errors: FileNotFoundError names the seed that is missing."""
    rows = _rows(folder / "regions.csv") + _rows(folder / "counties.csv")
    level_of = {row["region_code"]: row["level"] for row in rows}
    levels: dict[str, set[str]] = {}
    for row in rows:
        for column in ("name_zh", "short_name_zh", "name_en", "region_code"):
            # A county's English name may be anything's.
            if column != "name_en" or row["level"] != "county":
                levels.setdefault(squeezed(row[column]).lower(), set()).add(row["level"])
    for row in _rows(folder / "region_aliases.csv"):
        levels.setdefault(squeezed(row["alias"]).lower(), set()).add(level_of.get(row["region_code"], ""))
    levels.pop("", None)
    # A heading (按地区分) is no row of a region.
    others = _words(folder / "subtotal_labels.csv", "label", where={"kind": "subtotal"})
    others |= _words(folder / "whole_region_labels.csv", "label", where={"needs_every_part": "false"})
    return Vocabulary(
        regions=frozenset(levels) | {word.lower() for word in others},
        units=frozenset(_words(folder / "unit_aliases.csv", "alias")),
        markers=missing_markers(folder),
        levels={
            name: LEVELS[level]
            for name, found in levels.items()
            if len(found) == 1 and (level := next(iter(found))) in LEVELS
        },
    )


def missing_markers(folder: Path) -> frozenset[str]:
    """The texts that stand for a missing value, squeezed; a blank cell is missing as well."""
    return frozenset(_words(folder / "missing_markers.csv", "marker"))


def _words(path: Path, *columns: str, where: dict[str, str] | None = None) -> set[str]:
    rows = [row for row in _rows(path) if (where or {}).items() <= row.items()]
    return {squeezed(row[column]) for row in rows for column in columns} - {""}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
