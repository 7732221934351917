"""`nianjian build` and `nianjian refresh`: the warehouse, built and published."""

import time
from argparse import ArgumentParser, Namespace
from typing import Any

import duckdb

from nianjian.commands.common import add_as_of, add_landing, add_target, command, short
from nianjian.inspect import summary
from nianjian.language import message, padded, tr, translated
from nianjian.pipeline.paths import of_project

TRY_NEXT = message("""\
Try next    make check    printed results against recomputed, by article
            make docs     the documentation as a site, with every table and column
            make help     everything else
            README.md     where to read on: a study, your own files, queries, figures
""")
LABEL_WIDTH = 12
KINDS = {"seed": message("seeds"), "model": message("models"), "test": message("tests")}
READ = message("{files} files, {read} read anew, {refused} refused, {changed} changed since")
COUNTED = message("{files} files, {read} counted now, {refused} refused, {changed} changed since")
# What became of the firm tables by city.
DONE = {
    "nothing": message("up to date"),
    "added": message("new files added"),
    "built": message("worked out anew"),
}


def add(commands: Any) -> None:
    build = command(
        commands,
        "build",
        tr("build, test, check and publish the warehouse"),
        ("nianjian build", tr("with everything in data/landing")),
        ("nianjian build --as-of 2024-12-31", tr("with the releases known on that day")),
        ("nianjian build --landing yearbooks --no-sample", tr("of your own files only")),
    )
    refresh = command(
        commands,
        "refresh",
        tr("take in new files and build again only what depends on what has changed"),
        ("nianjian refresh", tr("after a file or a row of a seed was added")),
    )
    for parser, run in ((build, run_build), (refresh, run_refresh)):
        _add_options(parser)
        parser.set_defaults(command=run)


def _add_options(parser: ArgumentParser) -> None:
    add_as_of(parser)
    add_landing(parser)
    add_target(parser)


def run_build(options: Namespace) -> int:
    from nianjian.pipeline.build import build

    as_of = options.as_of or ""
    paths = of_project(as_of=as_of)
    started = time.perf_counter()
    result = build(paths, as_of, options.landing, not options.no_sample, options.target)
    with duckdb.connect(str(paths.published), read_only=True) as connection:
        if not as_of:
            print(f"\n{summary.dagum(connection)}\n")
        if problems := summary.problems(connection):
            print(f"{problems}\n")
    print(_landed(result.intake))
    kinds = ", ".join(
        tr(
            "{count} {kind} {seconds:.1f} s",
            count=result.dbt.nodes[kind],
            kind=tr(name),
            seconds=result.dbt.seconds[kind],
        )
        for kind, name in KINDS.items()
    )
    seconds = time.perf_counter() - started
    print(tr("Built and published in {seconds:.1f} s: {steps}", seconds=seconds, steps=_steps(result)))
    print(tr("Nodes, two at a time: {kinds}", kinds=kinds) + "\n")
    print(_line(tr("Warehouse"), short(paths.published)))
    print(_line(tr("Quality"), short(paths.quality_page)) + "\n")
    print(tr(TRY_NEXT))
    return 0


def run_refresh(options: Namespace) -> int:
    from nianjian.pipeline.refresh import refresh

    as_of = options.as_of or ""
    paths = of_project(as_of=as_of)
    started = time.perf_counter()
    result = refresh(paths, as_of, options.landing, not options.no_sample, options.target)
    with duckdb.connect(str(paths.published), read_only=True) as connection:
        if problems := summary.problems(connection):
            print(f"{problems}\n")
    if result.full_because:
        print(tr("Built everything: {reason}", reason=translated(result.full_because)))
    else:
        changed = sorted(name.split(".")[-1] for name, is_changed in result.rebuilt.items() if is_changed)
        print(_landed(result.intake))
        counts = {"built": len(result.rebuilt), "changed": len(changed)}
        print(tr("{built} tables built again, {changed} changed", **counts))
        if changed:
            print(_line(tr("Changed"), ", ".join(changed)))
    seconds = time.perf_counter() - started
    print(tr("Refreshed and published in {seconds:.1f} s: {steps}", seconds=seconds, steps=_steps(result)))
    print(_line(tr("Warehouse"), short(paths.published)))
    return 0


def _landed(intake: Any) -> str:
    """What a build found in the landing folders, and what it had found there before and did not find now."""
    rows = sum(file.row_count for file in intake.firms.files)
    lines = [
        _line(tr("Landed"), _counts(intake.tables)),
        _line(
            tr("Firms"),
            tr(
                "{counts}; {rows:,} rows, tables by city {done}",
                counts=_counts(intake.firms),
                rows=rows,
                done=tr(DONE[intake.firm_tables]),
            ),
        ),
    ]
    if intake.reports.files:
        lines.append(_line(tr("Reports"), _counts(intake.reports, COUNTED)))
    gone = [name for landing in (intake.tables, intake.firms, intake.reports) for name in landing.gone]
    if gone:
        shown = ", ".join(gone[:3]) + (" …" if len(gone) > 3 else "")
        told = tr("{count} used before are not in the folder: {files}", count=len(gone), files=shown)
        lines.append(_line("", told))
    return "\n".join(lines)


def _counts(landing: Any, form: str = READ) -> str:
    refused, changed = (
        sum(bool(getattr(file, what)) for file in landing.files) for what in ("refusal", "warning")
    )
    return tr(
        form,
        files=len(landing.files),
        read=landing.read,
        refused=refused,
        changed=changed,
    )


def _steps(result: Any) -> str:
    steps = result.seconds.items()
    return ", ".join(tr("{step} {seconds:.1f} s", step=tr(step), seconds=took) for step, took in steps)


def _line(label: str, said: str) -> str:
    return padded(label, LABEL_WIDTH) + said
