"""`nianjian parity`: the firm tables on DuckDB beside those on Spark."""

from argparse import Namespace
from typing import Any

from nianjian.commands.common import command
from nianjian.language import tr
from nianjian.pipeline.paths import of_project


def add(commands: Any) -> None:
    parser = command(
        commands,
        "parity",
        tr("work out the firm tables on DuckDB and on Spark and compare every column"),
        ("nianjian parity --firms 500", tr("of 500 invented firms")),
    )
    parser.add_argument(
        "--firms", type=int, default=2_000, metavar="N", help=tr("how many invented firms; default 2,000")
    )
    parser.set_defaults(command=run)


def run(options: Namespace) -> int:
    from nianjian.pipeline.parity import parity

    text, is_same = parity(of_project(), options.firms)
    print(text)
    return 0 if is_same else 1
