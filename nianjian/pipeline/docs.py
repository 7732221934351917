"""The documentation of every table as one page that needs no network."""

import os
import shutil

from nianjian.pipeline import run_dbt
from nianjian.pipeline.build import BuildFailed, only_user
from nianjian.pipeline.paths import Paths


def write_docs(paths: Paths) -> None:
    """Let dbt document a copy of what is published, and put the one page in its place.

    Errors: BuildFailed, if dbt cannot.
    """
    paths.work.parent.mkdir(parents=True, exist_ok=True)
    with only_user(paths.lock):
        # dbt opens its database for writing; the published file is for readers only.
        shutil.copyfile(paths.published, paths.work)
        run = run_dbt.run(["docs", "generate", "--static"], paths.project, paths.work)
        paths.work.unlink()
    if not run.succeeded:
        raise BuildFailed(
            "dbt could not write the documentation: " + "; ".join(failure.message for failure in run.failures)
        )
    fresh = paths.docs_page.with_suffix(".new")
    shutil.copyfile(paths.project / "target" / "static_index.html", fresh)
    os.replace(fresh, paths.docs_page)
