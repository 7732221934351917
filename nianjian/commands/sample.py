"""`nianjian sample`: invented data in the form that lands."""

from argparse import ArgumentTypeError, Namespace
from pathlib import Path
from typing import Any

from nianjian.commands.common import command, short
from nianjian.language import tr
from nianjian.pipeline.paths import of_project


def add(commands: Any) -> None:
    parser = command(
        commands,
        "sample",
        tr("write invented data in the form that lands"),
        ("nianjian sample firms --firms 100000", tr("a registry of 100,000 firms, into data/landing/firms")),
        ("nianjian sample firms --firms 500 --format csv --folder here", tr("a small one as CSV, elsewhere")),
    )
    parser.add_argument("what", choices=("firms",), help=tr("enterprises, their investments and patents"))
    parser.add_argument("--firms", type=int, required=True, metavar="N", help=tr("how many firms"))
    parser.add_argument(
        "--years", type=_years, default="2014-2023", metavar="FIRST-LAST", help=tr("default 2014-2023")
    )
    parser.add_argument(
        "--seed", type=int, default=1, metavar="S", help=tr("the same seed gives the same bytes")
    )
    parser.add_argument(
        "--format", choices=("parquet", "csv"), default="parquet", help=tr("of the files; default parquet")
    )
    parser.add_argument(
        "--folder",
        type=Path,
        metavar="FOLDER",
        help=tr("default data/landing/firms/sample-<last year>-12"),
    )
    parser.set_defaults(command=run)


def run(options: Namespace) -> int:
    from nianjian.intake.firms.sample import write_sample

    folder = options.folder or of_project().landing / "firms" / f"sample-{options.years[1]}-12"
    write_sample(folder, options.firms, options.years, options.seed, options.format)
    print(
        tr(
            "Wrote {firms:,} firms, as many investments and twice as many patents: {folder}",
            firms=options.firms,
            folder=short(folder),
        )
    )
    print(
        tr(
            "All of them invented; their release says so. `make build` takes them in if they lie in "
            "data/landing."
        )
    )
    return 0


def _years(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    try:
        return int(first), int(last or first)
    except ValueError as error:
        raise ArgumentTypeError(
            tr("{text!r} is no span of years: write it as 2014-2023", text=text)
        ) from error
