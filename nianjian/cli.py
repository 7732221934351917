"""The command line: `nianjian build`, `refresh`, `land`, `trace`, `diff`, `check`, `docs`, `figures`, `sample`,
`parity`, `new-system`."""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from nianjian.inspect import summary
from nianjian.pipeline.paths import Paths, of_project

TRY_NEXT = """\
Try next    make check    printed results against recomputed, by article
            make docs     every table and column as one offline page
            make help     everything else
            README.md     how to query it from Python, the DuckDB shell and BI tools
"""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 if all went well, 1 with a plain line on standard error if not."""
    options = _parser().parse_args(arguments)
    try:
        return options.command(options)
    except BrokenPipeError:
        # Whoever reads the output (`| head`) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if options.traceback:
            raise
        print(f"nianjian: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="nianjian", description="年鉴: a data warehouse of China's regional statistics"
    )
    parser.add_argument("--traceback", action="store_true", help="show where an error came from")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    build = commands.add_parser("build", help="build, test, check and publish the warehouse")
    _add_as_of(build)
    _add_landing(build)
    _add_target(build)
    build.set_defaults(command=_build)
    refresh = commands.add_parser(
        "refresh", help="take in new files and build again only what depends on what has changed"
    )
    _add_as_of(refresh)
    _add_landing(refresh)
    _add_target(refresh)
    refresh.set_defaults(command=_refresh)
    land = commands.add_parser(
        "land", help="take in what lies in the landing folder and report, file by file"
    )
    _add_landing(land)
    land.set_defaults(command=_land)
    check = commands.add_parser(
        "check", help="failed checks, open findings and the replication ledger of what is published"
    )
    check.set_defaults(command=_check)
    trace = commands.add_parser("trace", help="from a score down to the cells that it was computed from")
    trace.add_argument("system", metavar="SYSTEM", help="code of an indicator system")
    trace.add_argument("region", metavar="REGION", help="code or name of a region")
    trace.add_argument("year", metavar="YEAR", type=int)
    trace.add_argument(
        "--variant", metavar="VARIANT", help="method variant; the default of the system if not given"
    )
    diff = commands.add_parser("diff", help="what changed between two releases, or two published files")
    diff.add_argument("before", metavar="FROM", help="code of a release, or path of a published file")
    diff.add_argument("after", metavar="TO", help="the same for what it is compared with")
    for command, handler in ((trace, _trace), (diff, _diff)):
        command.add_argument("--format", choices=("text", "json"), default="text")
        command.set_defaults(command=handler)
    study = commands.add_parser(
        "new-system",
        help="make an indicator system of a study's YAML, or ask for one; say which figures it has",
    )
    _add_study(study)
    docs = commands.add_parser("docs", help="write the documentation of every table as one page")
    docs.set_defaults(command=_docs)
    figures = commands.add_parser("figures", help="draw what the marts say, as SVG and PNG")
    _add_figures(figures)
    figures.set_defaults(command=_figures)
    sample = commands.add_parser("sample", help="write invented data in the form that lands")
    _add_sample(sample)
    sample.set_defaults(command=_sample)
    parity = commands.add_parser(
        "parity", help="work out the firm tables on DuckDB and on Spark and compare every column"
    )
    parity.add_argument(
        "--firms", type=int, default=2_000, metavar="N", help="how many invented firms; default 2,000"
    )
    parity.set_defaults(command=_parity)
    return parser


def _add_study(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group()
    which.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the study; asked for if not given")
    which.add_argument("--remove", metavar="CODE", help="take a system that was added out again")
    parser.add_argument("--check", action="store_true", help="check and report coverage, write nothing")
    parser.add_argument("--save", type=Path, metavar="FILE", help="keep the YAML of what was asked for")
    parser.set_defaults(command=_new_system)


def _add_figures(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="default warehouse/figures")
    parser.add_argument("--language", choices=("zh", "en", "both"), default="both")
    parser.add_argument(
        "--system", nargs="+", metavar="CODE", help="codes of indicator systems; all if not given"
    )


def _add_sample(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("firms",), help="enterprises, their investments and patents")
    parser.add_argument("--firms", type=int, required=True, metavar="N", help="how many firms")
    parser.add_argument("--years", default="2014-2023", metavar="FIRST-LAST", help="default 2014-2023")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed gives the same bytes")
    parser.add_argument("--format", choices=("parquet", "csv"), default="parquet")
    parser.add_argument(
        "--folder", type=Path, metavar="FOLDER", help="default data/landing/firms/sample-<last year>-12"
    )


def _add_target(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--target",
        default="duckdb",
        metavar="ENGINE",
        help="what works on firm rows: duckdb, or a Spark target of profiles.yml; default duckdb",
    )


def _add_as_of(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as-of",
        type=_day,
        metavar="YYYY-MM-DD",
        help="with the releases known on that day; published apart, under warehouse/as_of/",
    )


def _add_landing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--landing",
        type=Path,
        metavar="FOLDER",
        help="what lands: <source>/<release>/<file>; default data/landing",
    )
    parser.add_argument(
        "--no-sample",
        action="store_true",
        help="without the generated yearbook that fills in until data land",
    )


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day: write it as YYYY-MM-DD") from error
    if day > date.today():
        raise argparse.ArgumentTypeError(
            f"{text} lies ahead: nobody knows what will have been released by then"
        )
    return day.isoformat()


def _build(options: argparse.Namespace) -> int:
    from nianjian.pipeline.build import build

    as_of = options.as_of or ""
    paths = of_project(as_of=as_of)
    started = time.perf_counter()
    result = build(paths, as_of, options.landing, not options.no_sample, options.target)
    with duckdb.connect(str(paths.published), read_only=True) as connection:
        if not as_of:
            print(f"\n{summary.ranking(connection)}\n")
        if problems := summary.problems(connection):
            print(f"{problems}\n")
    print(_landed(result.intake))
    run = result.dbt
    steps = ", ".join(f"{step} {seconds:.1f} s" for step, seconds in result.seconds.items())
    kinds = ", ".join(
        f"{run.nodes[kind]} {kind}s {run.seconds[kind]:.1f} s" for kind in ("seed", "model", "test")
    )
    print(f"Built and published in {time.perf_counter() - started:.1f} s: {steps}")
    print(f"Nodes, two at a time: {kinds}\n")
    print(f"Warehouse   {_short(paths.published)}")
    print(f"Quality     {_short(paths.quality_page)}\n")
    print(TRY_NEXT)
    return 0


def _refresh(options: argparse.Namespace) -> int:
    from nianjian.pipeline.refresh import refresh

    as_of = options.as_of or ""
    paths = of_project(as_of=as_of)
    started = time.perf_counter()
    result = refresh(paths, as_of, options.landing, not options.no_sample, options.target)
    with duckdb.connect(str(paths.published), read_only=True) as connection:
        if problems := summary.problems(connection):
            print(f"{problems}\n")
    if result.full_because:
        print(f"Built everything: {result.full_because}")
    else:
        changed = [name.split(".")[-1] for name, is_changed in result.rebuilt.items() if is_changed]
        print(_landed(result.intake))
        print(f"{len(result.rebuilt)} tables built again, {len(changed)} changed")
        if changed:
            print(f"Changed     {', '.join(sorted(changed))}")
    steps = ", ".join(f"{step} {seconds:.1f} s" for step, seconds in result.seconds.items())
    print(f"Refreshed and published in {time.perf_counter() - started:.1f} s: {steps}")
    print(f"Warehouse   {_short(paths.published)}")
    return 0


def _landed(intake: Any) -> str:
    """What a build found in the landing folders, and what it had found there before and did not find now."""
    rows = sum(file.row_count for file in intake.firms.files)
    did = {"nothing": "up to date", "added": "new files added", "built": "worked out anew"}[
        intake.firm_tables
    ]
    lines = [
        _counts("Landed", intake.tables),
        f"{_counts('Firms', intake.firms, f'{rows:,} rows, ')}; tables by city {did}",
    ]
    if intake.reports.files:
        lines.append(_counts("Reports", intake.reports, read="counted now"))
    gone = [name for landing in (intake.tables, intake.firms, intake.reports) for name in landing.gone]
    if gone:
        shown = ", ".join(gone[:3]) + (" …" if len(gone) > 3 else "")
        lines.append(f"            {len(gone)} used before are not in the folder: {shown}")
    return "\n".join(lines)


def _counts(kind: str, landing: Any, more: str = "", read: str = "read anew") -> str:
    refused, changed = (
        sum(bool(getattr(file, what)) for file in landing.files) for what in ("refusal", "warning")
    )
    return (
        f"{kind:12}{len(landing.files)} files, {more}{landing.read} {read}, {refused} refused, "
        f"{changed} changed since"
    )


def _sample(options: argparse.Namespace) -> int:
    from nianjian.intake.firms.sample import write_sample

    first, _, last = options.years.partition("-")
    years = int(first), int(last or first)
    folder = options.folder or of_project().landing / "firms" / f"sample-{years[1]}-12"
    write_sample(folder, options.firms, years, options.seed, options.format)
    print(f"Wrote {options.firms:,} firms, as many investments and twice as many patents: {_short(folder)}")
    print(
        "All of them invented; their release says so. `make build` takes them in if they lie in data/landing."
    )
    return 0


def _parity(options: argparse.Namespace) -> int:
    from nianjian.pipeline.parity import parity

    text, is_same = parity(of_project(), options.firms)
    print(text)
    return 0 if is_same else 1


def _new_system(options: argparse.Namespace) -> int:
    from nianjian.study import new_system
    from nianjian.study.reading import StudyError

    paths = of_project()
    if options.save and (options.file or options.remove):
        raise ValueError("--save keeps what was asked for: leave FILE and --remove out")
    if options.check and options.remove:
        raise ValueError("--remove has nothing to check: leave --check out")
    try:
        if options.remove:
            new_system.take_out(paths, options.remove)
        elif options.file:
            new_system.from_file(paths, options.file, options.check)
        elif new_system.is_terminal():
            new_system.from_answers(paths, options.save, options.check, input)
        else:
            raise ValueError(
                "new-system needs a file, or a terminal to ask on: nianjian new-system study.yml"
            )
    except StudyError as error:
        # A line per problem, each with its file: nothing to put before them.
        print(error, file=sys.stderr)
        return 1
    except EOFError as error:
        raise ValueError("the answers ended early: nothing was written") from error
    return 0


def _land(options: argparse.Namespace) -> int:
    from nianjian.pipeline.land import land

    print(land(of_project(), options.landing, not options.no_sample))
    print("\nNothing was published: `make build` does that.")
    return 0


def _check(options: argparse.Namespace) -> int:
    paths = _published()
    with duckdb.connect(str(paths.published), read_only=True) as connection:
        problems = summary.problems(connection)
        print(f"{summary.ledger(connection)}\n\n{problems or 'Every check passed; no finding is open.'}")
        print(f"\nDetails: {_short(paths.quality_page)}")
        return 1 if summary.has_errors(connection) else 0


def _docs(options: argparse.Namespace) -> int:
    from nianjian.pipeline.docs import write_docs

    paths = _published()
    write_docs(paths)
    print(f"Documentation: {_short(paths.docs_page)}")
    return 0


def _figures(options: argparse.Namespace) -> int:
    paths = _published()
    try:
        from nianjian.figures.draw import draw
    except ModuleNotFoundError as error:
        if error.name != "matplotlib":
            raise
        raise ModuleNotFoundError(
            "figures need matplotlib, which is not installed: run `make figures`"
        ) from error
    languages = ("zh", "en") if options.language == "both" else (options.language,)
    folder = options.out or paths.figures
    with duckdb.connect(str(paths.published), read_only=True) as connection:
        report = draw(connection, folder, languages, options.system)
    print(report.as_text(_short(folder)))
    return 0


def _trace(options: argparse.Namespace) -> int:
    from nianjian.inspect.trace import trace
    from nianjian.inspect.trace_text import as_text

    with duckdb.connect(str(_published().published), read_only=True) as connection:
        found = trace(connection, options.system, options.region, options.year, options.variant)
    _show(found, as_text, options.format)
    return 0


def _diff(options: argparse.Namespace) -> int:
    from nianjian.inspect import diff
    from nianjian.inspect.diff_text import as_text

    if Path(options.before).is_file() or Path(options.after).is_file():
        found = diff.diff_warehouses(options.before, options.after)
    else:
        with duckdb.connect(str(_published().published), read_only=True) as connection:
            found = diff.diff_releases(connection, options.before, options.after)
    _show(found, as_text, options.format)
    return 0


def _show(found: dict[str, Any], as_text: Callable[[dict[str, Any]], str], form: str) -> None:
    print(json.dumps(found, ensure_ascii=False, indent=2) if form == "json" else as_text(found))


def _published() -> Paths:
    paths = of_project()
    if not paths.published.exists():
        raise FileNotFoundError(f"{_short(paths.published)} is not there yet: run `make build` first")
    return paths


def _short(path: Path) -> str:
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


if __name__ == "__main__":
    sys.exit(main())
