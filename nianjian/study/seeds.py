"""Writes rows of a system into the seeds and takes them out again: all files or none, every other byte as it was."""

import csv
import io
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from nianjian.study.catalogue import MADE, Catalogue, Rows

# They carry what this project shows and what printed results are compared with.
SHIPPED = frozenset(
    {
        "innovation_capability", "dual_chain", "ai_development", "coastal_inland", "central_six", "new_urbanization",
        "dual_chain_firms", "ai_proxies", "demographic_dividend",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """Rows that came to a seed or went, and the line of the first of them."""

    path: Path
    rows: int
    line: int


def write(folder: Path, rows: Rows, seeds: Iterable[str], own: Mapping[str, set[str]]) -> list[Change]:
    """Put rows in the place of those of these seeds that a study owns; where there are none, behind all others. A seed
    whose rows stay as they are is left alone. `own` has by column the codes of the system, and of what its study makes.

    Errors: OSError, and then no seed has changed.
    """
    texts, changes = {}, []
    for seed in seeds:
        path = folder / f"{seed}.csv"
        records = _records(_read(path))
        text, at = _with(records, _owned(seed, records, own), rows.get(seed, []))
        if text != "".join(records):
            texts[path] = text
            changes.append(Change(path, len(rows.get(seed, [])), len(_lines("".join(records[:at]))) + 1))
    replace_all(texts)
    return changes


def remove(folder: Path, system: str) -> list[Change]:
    """Take every row of a system out of the seeds, and those of the indicators and regions that its study made.

    Errors: ValueError, if it ships with the project, no seed has rows of it, or another system uses what it made.
    """
    if system in SHIPPED:
        raise ValueError(
            f"{system} ships with the project and stays: only systems that were added are removed"
        )
    catalogue = Catalogue(folder)
    own = catalogue.keys_of(system)
    refuse_if_used(catalogue.used_by_others(system, own))
    texts, changes = {}, []
    for path in sorted(folder.glob("*.csv")):
        records = _records(_read(path))
        if gone := _owned(path.stem, records, own):
            texts[path] = _without(records, set(gone))
            line = len(_lines("".join(records[: gone[0]]))) + 1
            changes.append(Change(path, len(gone), line))
    if not changes:
        raise ValueError(f"no seed has rows of a system {system!r}")
    replace_all(texts)
    return changes


def refuse_if_used(uses: Mapping[str, str]) -> None:
    """Errors: ValueError, if another system uses what would go: code and system."""
    for code, system in uses.items():
        raise ValueError(f"{code} is used by {system}, too: nothing was written")


def replace_all(texts: dict[Path, str], swap: Callable[[Path, Path], None] = os.replace) -> None:
    """Put new texts in the place of files: all are written beside them before the first takes its place, and if one
    cannot, those that have are put back."""
    before = {path: path.read_bytes() for path in texts}
    fresh = {path: path.with_suffix(".csv.new") for path in texts}
    done: list[Path] = []
    try:
        for path, text in texts.items():
            fresh[path].write_bytes(text.encode())
        for path in texts:
            swap(fresh[path], path)
            done.append(path)
    except BaseException:
        for path in done:
            path.write_bytes(before[path])
        raise
    finally:
        for path in fresh.values():
            path.unlink(missing_ok=True)


def _read(path: Path) -> str:
    return path.read_bytes().decode()


def _lines(text: str) -> list[str]:
    # Not `splitlines`: it also breaks at signs that are part of a field.
    return list(io.StringIO(text, newline=""))


def _records(text: str) -> list[str]:
    """The records of a CSV text, each with its line end; a quoted field may run over lines."""
    records: list[str] = []
    is_open = False
    for line in _lines(text):
        if is_open:
            records[-1] += line
        else:
            records.append(line)
        is_open ^= line.count('"') % 2 == 1
    return records


def _owned(seed: str, records: list[str], own: Mapping[str, set[str]]) -> list[int]:
    """The places of the records that a study owns; none, if the seed is not of studies."""
    header = next(csv.reader([records[0].lstrip("\ufeff")]))
    column = MADE.get(seed, "system_code")
    if column not in header:
        return []
    at = header.index(column)
    return [
        number
        for number, record in enumerate(records)
        if number and record.strip() and next(csv.reader(io.StringIO(record, newline="")))[at] in own[column]
    ]


def _with(records: list[str], old: list[int], rows: list[dict[str, object]]) -> tuple[str, int]:
    """With rows in the place of old records, and that place; a file whose last line has no end keeps it so."""
    header = records[0]
    end = header[len(header.rstrip("\r\n")) :] or "\n"
    columns = next(csv.reader([header.lstrip("\ufeff")]))
    buffer = io.StringIO()
    csv.DictWriter(buffer, columns, restval="", lineterminator=end).writerows(rows)
    is_open = not records[-1].endswith(("\n", "\r"))
    whole = [*records[:-1], records[-1] + end] if is_open else records
    at = old[0] if old else len(whole)
    gone = set(old)
    kept = [record for number, record in enumerate(whole) if number >= at and number not in gone]
    text = "".join(whole[:at]) + buffer.getvalue() + "".join(kept)
    return (text.removesuffix(end) if is_open else text), at


def _without(records: list[str], gone: set[int]) -> str:
    kept = "".join(record for number, record in enumerate(records) if number not in gone)
    return kept if records[-1].endswith(("\n", "\r")) else kept.removesuffix("\n").removesuffix("\r")
