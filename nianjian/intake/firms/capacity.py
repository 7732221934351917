"""Whether firm rows fit: settings of memory and spill folder, and what a number of rows needs of both."""

import os
import re
import shutil
from pathlib import Path

# Bytes per row, seen with bench/firms.py: of typed rows and database together 24 at 10M firms; in memory and the spill
# folder together up to 125 at 50M.
STORED_PER_ROW = 30
SPILLED_PER_ROW = 125
# Below this DuckDB cannot keep the pages of one join in memory.
LEAST_MEMORY = 2**30
_UNITS = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}


class CapacityError(Exception):
    """There is too little memory or disk for a run; nothing has begun."""


def memory_limit() -> str:
    """NIANJIAN_MEMORY, how much memory an engine may use; 4GB if not set."""
    return os.environ.get("NIANJIAN_MEMORY") or "4GB"


def spill_folder(place: Path) -> Path:
    """NIANJIAN_SPILL, where an engine puts what memory does not hold; beside the firm tables if not set."""
    return Path(os.environ.get("NIANJIAN_SPILL") or place / "spill").resolve()


def check(rows: int, place: Path) -> None:
    """Errors: CapacityError, with figures, if `rows` rows do not fit into the limit of memory and the folders."""
    limit = _bytes(memory_limit())
    installed = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    if limit > installed:
        raise CapacityError(
            f"NIANJIAN_MEMORY is {_told(limit)}, the machine has {_told(installed)}: name less"
        )
    if limit < LEAST_MEMORY:
        raise CapacityError(f"NIANJIAN_MEMORY is {_told(limit)}: at least {_told(LEAST_MEMORY)}")
    folders: dict[int, tuple[Path, int]] = {}
    for folder, needed in (
        (place, rows * STORED_PER_ROW),
        (spill_folder(place), max(0, rows * SPILLED_PER_ROW - limit)),
    ):
        folder.mkdir(parents=True, exist_ok=True)
        device = folder.stat().st_dev
        _, before = folders.get(device, (folder, 0))
        folders[device] = folder, before + needed
    for folder, needed in folders.values():
        free = shutil.disk_usage(folder).free
        if needed > free:
            raise CapacityError(
                f"{rows:,} firm rows need about {_told(needed)} of disk, {folder} has {_told(free)}: make room, name "
                "another folder in NIANJIAN_SPILL, or raise NIANJIAN_MEMORY"
            )


def _bytes(text: str) -> int:
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?\s*", text, re.IGNORECASE)
    if not found:
        raise CapacityError(f"NIANJIAN_MEMORY is {text!r}: write it like 4GB")
    return int(float(found[1]) * _UNITS[found[2].upper()])


def _told(number: int) -> str:
    return f"{number / 2**30:,.1f} GB"
