"""Copies of the project that tests may change and build. Each is built once for all tests that look at it."""

import csv
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

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


@dataclass
class Copy:
    """A copy of the project in a folder of its own."""

    folder: Path

    @property
    def published(self) -> Path:
        return self.folder / "warehouse" / "nianjian.duckdb"

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
            timeout=300,
            check=False,
            env={**os.environ, "PYTHONPATH": str(self.folder), "DO_NOT_TRACK": "1", **environment},
        )

    def query(self, sql, database=None):
        with duckdb.connect(str(database or self.published), read_only=True) as connection:
            return connection.sql(sql).fetchall()


@pytest.fixture(scope="session")
def copy_project(tmp_path_factory):
    """A function that gives a fresh copy."""

    def copy(name):
        folder = tmp_path_factory.mktemp(name)
        for part in PARTS:
            source, target = PROJECT / part, folder / part
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copyfile(source, target)
        (folder / "warehouse" / "work").mkdir(parents=True)
        return Copy(folder)

    return copy


@pytest.fixture(scope="session")
def built(copy_project):
    """The project as it ships, built and published; `output` is what the build said."""
    project = copy_project("built")
    done = project.run("nianjian", "build")
    assert done.returncode == 0, done.stdout + done.stderr
    project.output = done.stdout
    return project
