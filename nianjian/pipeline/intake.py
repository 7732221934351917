"""Brings what is kept of tables, firm files and work reports in line with the landing folders of a project."""

import csv
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from nianjian.intake.landing import Landing
from nianjian.intake.release import folder_of
from nianjian.intake.reports import report_files
from nianjian.intake.sheets import Refused
from nianjian.intake.tables import table_files, vocabulary
from nianjian.intake.tables.sample import write_sample
from nianjian.intake.tables.store import Store
from nianjian.intake.walk import FIRMS, REPORTS, walk
from nianjian.pipeline import firm_engines, firms
from nianjian.pipeline.failed import BuildFailed
from nianjian.pipeline.paths import Paths


@dataclass(frozen=True)
class Intake:
    """What landed of each kind, and what was done with the firm tables: built, added or nothing."""

    tables: Landing
    firms: Landing
    reports: Landing
    firm_tables: str


def land_all(
    paths: Paths,
    folder: Path | None = None,
    with_sample: bool = True,
    engine: str = firms.DUCKDB,
    as_of: str = "",
) -> Intake:
    """Land `folder` (default: data/landing) and work out the firm tables on `engine`, as far as anything has changed.

    Errors: FileNotFoundError, if a folder that was asked for is not there; BuildFailed, if there is no such engine, if
    nothing was published by the day `as_of`, or if the firm tables fail.
    """
    firm_engines.check(paths, engine)
    tables = land_tables(paths, folder, with_sample)
    if as_of and (first := _first_day(paths, folder)) and as_of < first.isoformat():
        raise BuildFailed(f"nothing was published by {as_of}: the first release is of {first}")
    firm_tables = firms.update(paths, folder, with_sample, engine)
    return Intake(tables, firm_tables.landing, land_reports(paths, folder), firm_tables.done)


def _first_day(paths: Paths, folder: Path | None) -> date | None:
    """The day of the first release: of tables that have landed, of printed figures, of files of firms and reports."""
    with duckdb.connect(str(paths.landing_store), read_only=True) as store:
        days = [day for (day,) in store.execute("select published_on from raw.releases").fetchall()]
    for seed in paths.project.glob("seeds/*/releases.csv"):
        with seed.open(encoding="utf-8", newline="") as file:
            days += [date.fromisoformat(row["published_on"]) for row in csv.DictReader(file)]
    root = folder or paths.landing
    for found in (*walk(root, FIRMS), *walk(root, REPORTS)):
        # Whatever it is refused for is told when it lands.
        with suppress(Refused):
            days.append(folder_of(found.path, root).release(None, date.today()).published_on)
    return min(days, default=None)


def land_tables(paths: Paths, folder: Path | None = None, with_sample: bool = True) -> Landing:
    """Land the tables of `folder` (default: data/landing) and, unless switched off, the sample yearbook.

    Errors: FileNotFoundError, if a folder that was asked for is not there.
    """
    if folder and not folder.is_dir():
        raise FileNotFoundError(
            f"{folder} is no folder: LANDING names the one that holds <source>/<release>/<file>"
        )
    roots = [root for root in [folder or paths.landing] if root.is_dir()]
    if with_sample:
        # What is generated may change with the generator; it is no release of anybody's.
        write_sample(paths.sample / "sample")
        roots.append(paths.sample)
    with closing(Store(paths.landing_store)) as store:
        return table_files.land(roots, store, vocabulary.from_seeds(paths.reference), generated=paths.sample)


def land_reports(paths: Paths, folder: Path | None = None) -> Landing:
    """Land the reports of a landing folder; without any, the tables are there and empty."""
    seed = paths.reference / "attention_terms.csv"
    if not seed.exists():
        # A project without terms has no use for reports.
        return Landing()
    with seed.open(encoding="utf-8", newline="") as file:
        terms = [row["term"] for row in csv.DictReader(file) if row["term"].strip()]
    return report_files.land(folder or paths.landing, paths.reports, terms)
