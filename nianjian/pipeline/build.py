"""Builds the warehouse into a work file and publishes it by one rename, only if every test and check has passed."""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
from tabulate import tabulate

from nianjian.language import message
from nianjian.pipeline import fingerprints, firms, recipes, run_dbt
from nianjian.pipeline.failed import BuildFailed
from nianjian.pipeline.intake import Intake, land_all
from nianjian.pipeline.paths import Paths
from nianjian.quality import page, worker

ROWS_SHOWN = 10
# Unit tests of the SQL look at no data; `make test` runs them.
BUILD = ["build", "--exclude-resource-type", "unit_test"]


@dataclass
class BuildResult:
    """A published build: what dbt did, what had landed, and seconds by step."""

    dbt: run_dbt.DbtRun
    intake: Intake
    seconds: dict[str, float]


def build(
    paths: Paths,
    as_of: str = "",
    landing: Path | None = None,
    with_sample: bool = True,
    engine: str = firms.DUCKDB,
) -> BuildResult:
    """Land what lies in the landing folder, build everything anew, run every test and check, and publish. Firm rows
    are worked on by `engine`, if they have changed.

    Errors: BuildFailed, if a model, test or check fails or the work file is not whole.
    """
    paths.work.parent.mkdir(parents=True, exist_ok=True)
    with only_user(paths.lock):
        started = time.perf_counter()
        intake = land_all(paths, landing, with_sample, engine, as_of)
        return build_all(paths, as_of, intake, time.perf_counter() - started)


def build_all(paths: Paths, as_of: str, intake: Intake, seconds_landing: float) -> BuildResult:
    """`build`, by one who holds the work folder and has landed what there is."""
    remove_work(paths)
    started = time.perf_counter()
    inputs = fingerprints.Inputs.of(paths.project)
    with worker.beside(), run_dbt.session(paths.project, paths.work, as_of) as dbt:
        run = dbt.parse()
        if run.succeeded:
            run = dbt.run(BUILD)
        if run.succeeded:
            fingerprints.record(dbt.connection(), dbt.manifest, inputs)
            recipes.write(dbt.connection(), dbt.manifest, inputs.seeds)
    seconds = finish(paths, run, started)
    return BuildResult(run, intake, {message("landing"): seconds_landing, **seconds})


def finish(paths: Paths, run: run_dbt.DbtRun, started: float) -> dict[str, float]:
    """Publish the work file and its quality page; returns seconds by step.

    Errors: BuildFailed, if anything failed; then nothing is published.
    """
    built = time.perf_counter()
    if not run.succeeded:
        raise BuildFailed(f"{len(run.failures)} failed, nothing was published\n{_explained(run, paths)}")
    page.replace(paths.quality_page, publish(paths))
    return {
        message("start-up and parsing"): built - started - run.node_seconds,
        message("nodes"): run.node_seconds,
        message("publish"): time.perf_counter() - built,
    }


@contextmanager
def only_user(folder: Path) -> Iterator[None]:
    """Hold a work folder. Errors: BuildFailed at once, if another build holds it; a crash lets go of it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BuildFailed(f"another build is at work in {folder}: wait for it to end") from error
        yield
    finally:
        os.close(handle)


def publish(paths: Paths) -> str:
    """Put the work file in the place of the published one, in one rename, and leave a copy behind for dbt's own commands.
    Returns the quality page that goes with it.

    Readers that have the old file open keep it until they close. Errors: BuildFailed, if a write-ahead log is left.
    """
    with duckdb.connect(str(paths.work)) as connection:
        html = page.render(connection)
        connection.execute("checkpoint")
    if paths.work.with_suffix(".duckdb.wal").exists():
        raise BuildFailed(f"{paths.work} has an unwritten log beside it, nothing was published")
    os.replace(paths.work, paths.published)
    copy_published(paths)
    return html


def _explained(run: run_dbt.DbtRun, paths: Paths) -> str:
    """Each failure with its message and, where a data test found some, the first rows at fault."""
    parts = []
    with duckdb.connect(str(paths.work)) as connection:
        for failure in run.failures:
            parts.append(f"\n{failure.node}: {failure.message}")
            if failure.query:
                found = connection.sql(failure.query).limit(ROWS_SHOWN)
                parts.append(tabulate(found.fetchall(), headers=found.columns))
    return "\n".join(parts)


def copy_published(paths: Paths) -> None:
    """Make the work file a copy of what is published, if anything is: `dbt test` and the like find their tables there and
    cannot harm the published file."""
    remove_work(paths)
    if paths.published.exists():
        shutil.copyfile(paths.published, paths.work)


def remove_work(paths: Paths) -> None:
    """Remove the work file and what DuckDB left beside it."""
    for leftover in paths.work.parent.glob(f"{paths.work.name}*"):
        leftover.unlink()
