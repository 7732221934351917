"""A landing folder taken in and every cell resolved, apart from the project's own warehouse."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb

from nianjian.inspect.landing_text import landing_text
from nianjian.intake.tables import vocabulary
from nianjian.intake.tables.store import Store
from nianjian.intake.tables.table_files import land
from nianjian.pipeline import run_dbt
from nianjian.pipeline.paths import of_project

NODES = ["+fct_landed_file", "+norm_quarantine"]


@contextmanager
def resolved(folder: Path, scratch: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, str]]:
    """The tables that come of `folder`, with what `nianjian land` would report. `scratch` takes the databases. The
    project must have landed or been built once: what it holds of firms and reports is used as it is.

    Errors: RuntimeError, with the messages of the models that fail.
    """
    paths = of_project()
    store_path, work = scratch / "landing.duckdb", scratch / "work" / "nianjian.duckdb"
    work.parent.mkdir(parents=True, exist_ok=True)
    with closing(Store(store_path)) as store:
        land([folder], store, vocabulary.from_seeds(paths.reference))
    os.environ["NIANJIAN_LANDING"] = str(store_path)
    built = run_dbt.run(
        ["build", "--select", *NODES, "--exclude-resource-type", "test", "unit_test"], paths.project, work
    )
    if not built.succeeded:
        raise RuntimeError("; ".join(f"{failure.node}: {failure.message}" for failure in built.failures))
    with duckdb.connect(str(work)) as connection:
        yield connection, landing_text(connection)
