"""Copies of the project that tests may change and build. Each is built once for all tests that look at it.

Tests run in several processes (pytest-xdist): what all of them need is made once, by the first that asks for it, and
each has a copy of its own.
"""

import csv
import fcntl
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from nianjian.pipeline import firms
from nianjian.pipeline.intake import land_reports
from nianjian.pipeline.paths import of_project
from tests.integration.changes import files, new_systems, provinces, study
from tests.integration.changes import reports as reports_of

PROJECT = Path(__file__).parents[2]
PARTS = [
    "analyses",
    "macros",
    "models",
    "nianjian",
    "python_models",
    "seeds",
    "tests/data",
    "dbt_project.yml",
    "profiles.yml",
]


# Files that make what others share, in an order in which two processes do not wait for one another; the rest follows.
FIRST = [
    "test_firms.py",
    "test_as_of.py",
    "test_growing.py",
    "test_new_system.py",
    "test_pages.py",
    "test_refresh.py",
]


def pytest_collection_modifyitems(items):
    places = {Path(__file__).with_name(name): place for place, name in enumerate(FIRST)}
    items.sort(key=lambda item: places.get(item.path, len(FIRST)))


@dataclass
class Copy:
    """A copy of the project in a folder of its own."""

    folder: Path

    @property
    def published(self) -> Path:
        return self.folder / "warehouse" / "nianjian.duckdb"

    def copy_to(self, folder):
        """The same in another folder: sources, what dbt parsed, what landed and what is published."""
        shutil.copytree(self.folder, folder)
        return Copy(folder)

    def add_rows(self, seed, *rows):
        """Append rows, given as dicts, to a seed; columns that a row does not name stay blank."""
        (path,) = self.folder.glob(f"seeds/*/{seed}.csv")
        with path.open(encoding="utf-8", newline="") as file:
            columns = next(csv.reader(file))
        with path.open("a", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
            writer.writerows(rows)

    def run(self, *command, **environment):
        """Run a command of the environment in this copy."""
        program = (
            [sys.executable, "-m", "nianjian.cli"]
            if command[0] == "nianjian"
            else [Path(sys.executable).parent / command[0]]
        )
        return subprocess.run(
            [*program, *command[1:]],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(self.folder), "DO_NOT_TRACK": "1", **environment},
        )

    def query(self, sql, database=None):
        with duckdb.connect(str(database or self.published), read_only=True) as connection:
            return connection.sql(sql).fetchall()


@pytest.fixture(scope="session")
def once(tmp_path_factory, worker_id):
    """A function that gives a folder that all processes share, filled by the first that asks for it."""
    root = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        root = root.parent

    def once(name, fill):
        folder, is_filled = root / f"shared_{name}", root / f"{name}_is_filled"
        with (root / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not is_filled.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                fill(folder)
                is_filled.touch()
        return folder

    return once


def grow_small_forests(folder):
    """Forests of few trees: what they find is not what these tests look at, and a forest takes longer than the rest."""
    path = folder / "seeds" / "reference" / "forest_variants.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count(",100,5,") == 2
    path.write_text(text.replace(",100,5,", ",24,2,"), encoding="utf-8")


@pytest.fixture(scope="session")
def copy_project(once, tmp_path_factory):
    """A function that gives a fresh copy, parsed as it ships: dbt then parses what a test changes."""

    def fill(folder):
        for part in PARTS:
            source, target = PROJECT / part, folder / part
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copyfile(source, target)
        grow_small_forests(folder)
        (folder / "warehouse" / "work").mkdir(parents=True)
        done = Copy(folder).run("dbt", "parse")
        assert done.returncode == 0, done.stdout
        # The invented firms are the same for all: worked out once.
        firms.update(of_project(folder))
        land_reports(of_project(folder))

    def copy(name):
        return Copy(once("parsed", fill)).copy_to(tmp_path_factory.mktemp(name) / "project")

    return copy


@pytest.fixture(scope="session")
def built(once, copy_project, tmp_path_factory):
    """The project as it ships, built and published, for tests that leave what is published as it is; `output` is what
    the build said."""

    def fill(folder):
        project = copy_project("built").copy_to(folder / "project")
        done = project.run("nianjian", "build")
        assert done.returncode == 0, done.stdout + done.stderr
        (folder / "output").write_text(done.stdout, encoding="utf-8")

    folder = once("built", fill)
    project = Copy(folder / "project").copy_to(tmp_path_factory.mktemp("built") / "project")
    project.output = (folder / "output").read_text(encoding="utf-8")
    return project


@pytest.fixture(scope="session")
def refreshed(once, built, tmp_path_factory):
    """A function that gives the project as built with changes (functions of a copy), all taken in by one refresh that
    is done once for all tests; `output` is what it said."""

    def refreshed(name, changes, *options):
        def fill(folder):
            project = built.copy_to(folder / "project")
            for change in changes:
                change(project)
            done = project.run("nianjian", "refresh", *options)
            assert done.returncode == 0, done.stdout + done.stderr
            (folder / "output").write_text(done.stdout, encoding="utf-8")

        folder = once(name, fill)
        project = Copy(folder / "project").copy_to(tmp_path_factory.mktemp(name) / "project")
        project.output = (folder / "output").read_text(encoding="utf-8")
        return project

    return refreshed


@pytest.fixture(scope="session")
def without_sample(refreshed):
    """The project without its sample, with new and odd systems, a table of bad cells, and landed files in many forms."""
    return refreshed("without_sample", [new_systems.add_all, files.drop_all], "--no-sample")


@pytest.fixture(scope="session")
def with_more(refreshed):
    """The project with a study in its seeds, figures for the systems that wait for them, and work reports."""
    return refreshed("with_more", [study.write, provinces.land, reports_of.land])
