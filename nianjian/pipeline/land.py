"""Takes in what has landed, resolves every cell, and says what became of each file."""

from pathlib import Path

import duckdb
from tabulate import tabulate

from nianjian.inspect.landing_text import landing_text
from nianjian.intake.landing import Landing
from nianjian.language import heads, tr, translated
from nianjian.pipeline import firms, intake, run_dbt
from nianjian.pipeline.build import copy_published, only_user, remove_work
from nianjian.pipeline.failed import BuildFailed
from nianjian.pipeline.paths import Paths

GONE_SHOWN = 10
REPORTS = """
    select source_file, region_label, year, words, terms_as_words, outcome, coalesce(reason_code, refusal, warning)
    from marts.fct_report_file
    order by source_file
"""


def land(paths: Paths, folder: Path | None = None, with_sample: bool = True) -> str:
    """Land, resolve every cell, and say what became of each file; of firm files how many rows were read, of reports how
    many words and terms. Nothing is published.

    Errors: BuildFailed, if the cells cannot be resolved.
    """
    paths.work.parent.mkdir(parents=True, exist_ok=True)
    with only_user(paths.lock):
        remove_work(paths)
        tables = intake.land_tables(paths, folder, with_sample)
        firm_files = firms.land_firms(paths, folder, with_sample)
        reports = intake.land_reports(paths, folder)
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
    parts = [text, _read_and_gone(tables, firm_files, reports)]
    if texts:
        parts.append(_reports_text(texts))
    if firm_files.files:
        parts.append(_firms_text(firm_files))
    return "\n\n".join(parts)


def _read_and_gone(tables: Landing, *others: Landing) -> str:
    gone = [name for landing in (tables, *others) for name in landing.gone]
    lines = [tr("{files} files, {read} of them read anew.", files=len(tables.files), read=tables.read)]
    lines += [tr("no longer there, and no longer used: {file}", file=name) for name in gone[:GONE_SHOWN]]
    if len(gone) > GONE_SHOWN:
        lines.append(tr("… and {} more").format(len(gone) - GONE_SHOWN))
    return "\n".join(lines)


def _reports_text(texts: list[tuple]) -> str:
    head = heads("report", "region", "year", "words", "terms", "outcome")
    rows = [[*row, ": ".join([outcome, *([translated(why)] if why else [])])] for *row, outcome, why in texts]
    return tabulate(rows, head, intfmt=("", "", "", ",", ",", ""))


def _firms_text(landing: Landing) -> str:
    head = heads("firm file", "table", "rows", "refused or changed")
    rows = [
        (file.name, file.firm_table, file.row_count, translated(file.refusal or file.warning))
        for file in landing.files
    ]
    return tabulate(rows, head, intfmt=",")
