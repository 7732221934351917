"""Takes in what has landed, resolves every cell, and says what became of each file."""

from pathlib import Path

import duckdb
from tabulate import tabulate

from nianjian.inspect.landing_text import landing_text
from nianjian.pipeline import firms, intake, run_dbt
from nianjian.pipeline.build import copy_published, only_user, remove_work
from nianjian.pipeline.failed import BuildFailed
from nianjian.pipeline.paths import Paths

GONE_SHOWN = 10
REPORTS = """
    select source_file, region_label, year, words, terms_as_words, concat_ws(': ', outcome, coalesce(reason_code, refusal, warning))
    from marts.fct_report_file
    order by source_file
"""


def land(paths: Paths, folder: Path | None = None, with_sample: bool = True) -> str:
    """Land, resolve every cell, and say what became of each file; of firm files how many rows were read, of reports how
    many words and terms. Nothing is
    published.

    Errors: BuildFailed, if the cells cannot be resolved.
    """
    paths.work.parent.mkdir(parents=True, exist_ok=True)
    with only_user(paths.lock):
        remove_work(paths)
        tables = intake.land_tables(paths, folder, with_sample)
        firm_files = firms.land_firms(paths, folder, with_sample).files
        intake.land_reports(paths, folder)
        only = [
            "build",
            "--select",
            "+fct_landed_file",
            "+norm_quarantine",
            "+fct_report_file",
            "--exclude-resource-type",
            "test",
        ]
        built = run_dbt.run([*only, "unit_test"], paths.project, paths.work)
        if not built.succeeded:
            raise BuildFailed("; ".join(failure.message for failure in built.failures))
        with duckdb.connect(str(paths.work)) as connection:
            text = landing_text(connection)
            texts = connection.sql(REPORTS).fetchall()
        copy_published(paths)
    gone = "".join(f"\nno longer there, and no longer used: {name}" for name in tables.gone[:GONE_SHOWN])
    if len(tables.gone) > GONE_SHOWN:
        gone += f"\n… and {len(tables.gone) - GONE_SHOWN} more"
    text += f"\n\n{len(tables.files)} files, {tables.read} of them read anew.{gone}"
    if texts:
        head = ["report", "region", "year", "words", "terms", "outcome"]
        text += f"\n\n{tabulate(texts, head, intfmt=('', '', '', ',', ',', ''))}"
    if not firm_files:
        return text
    rows = [(file.path, file.firm_table, file.row_count, file.refusal or file.warning) for file in firm_files]
    return f"{text}\n\n{tabulate(rows, ['firm file', 'table', 'rows', 'refused or changed'], intfmt=',')}"
