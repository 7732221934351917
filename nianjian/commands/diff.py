"""`nianjian diff`: what changed between two releases, or two published files."""

from argparse import Namespace
from pathlib import Path
from typing import Any

import duckdb

from nianjian.commands.common import add_format, command, published, show
from nianjian.language import tr


def add(commands: Any) -> None:
    parser = command(
        commands,
        "diff",
        tr("what changed between two releases, or two published files"),
        ("nianjian diff nbs_2023_10 nbs_2024_10", tr("the figures of two releases")),
        (
            "nianjian diff old.duckdb warehouse/nianjian.duckdb",
            tr("figures, ranks, weights and ledger of two files"),
        ),
    )
    parser.add_argument("before", metavar="FROM", help=tr("code of a release, or path of a published file"))
    parser.add_argument("after", metavar="TO", help=tr("the same for what it is compared with"))
    add_format(parser)
    parser.set_defaults(command=run)


def run(options: Namespace) -> int:
    from nianjian.inspect import diff
    from nianjian.inspect.diff_text import as_text

    if Path(options.before).is_file() or Path(options.after).is_file():
        found = diff.diff_warehouses(options.before, options.after)
    else:
        with duckdb.connect(str(published().published), read_only=True) as connection:
            found = diff.diff_releases(connection, options.before, options.after)
    show(found, as_text, options.format)
    return 0
