"""The documentation of every table as one page that needs no network."""

import os
import shutil

from nianjian.pipeline import dictionary, run_dbt
from nianjian.pipeline.build import BuildFailed, copy_published, only_user
from nianjian.pipeline.paths import Paths

COLUMNS = "select schema_name, table_name, column_name from duckdb_columns() where not internal"


def write_docs(paths: Paths) -> None:
    """Let dbt document a copy of what is published, and put the one page in its place.

    YAML describes the columns of contracted tables and what a table means of its own; the dictionary the others.

    Errors: BuildFailed, if dbt cannot. ValueError for a dictionary that cannot be read.
    """
    meanings = dictionary.read(paths.project)
    paths.work.parent.mkdir(parents=True, exist_ok=True)
    with only_user(paths.lock):
        # dbt opens its database for writing; the published file is for readers only.
        copy_published(paths)
        with run_dbt.session(paths.project, paths.work) as dbt:
            run = dbt.parse()
            if run.succeeded:
                columns = dbt.connection().execute(COLUMNS).fetchall()
                dictionary.describe(dbt.manifest, columns, meanings)
                run = dbt.run(["docs", "generate", "--static"])
    if not run.succeeded:
        raise BuildFailed(
            "dbt could not write the documentation: " + "; ".join(failure.message for failure in run.failures)
        )
    fresh = paths.docs_page.with_suffix(".new")
    shutil.copyfile(paths.project / "target" / "static_index.html", fresh)
    os.replace(fresh, paths.docs_page)
