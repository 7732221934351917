"""Printed tables of the papers, and agreement with a printed figure."""

import csv
from pathlib import Path

import pytest

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def table():
    """Rows of a printed table as dictionaries of text, so that the printed places are kept."""

    def read(name):
        with open(DATA / f"{name}.csv", encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read


@pytest.fixture(scope="session")
def half_unit():
    """Half a unit of the last printed place: '0.34' -> 0.005, '31' -> 0.5."""
    return lambda printed: 0.5 * 10.0 ** -len(printed.partition(".")[2])


@pytest.fixture(scope="session")
def agrees(half_unit):
    """Whether a recomputed figure is the printed one, at the printed precision."""
    return lambda recomputed, printed: abs(recomputed - float(printed)) <= half_unit(printed) + 1e-9
