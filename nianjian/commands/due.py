"""`nianjian due`: what the release calendar lets expect and has not landed, and which studies it concerns."""

from argparse import Namespace
from datetime import date
from typing import Any

import duckdb

from nianjian.commands.common import add_format, command, known_day, published, show
from nianjian.language import tr


def add(commands: Any) -> None:
    parser = command(
        commands,
        "due",
        tr("what is overdue by the release calendar, what came in since, which studies it concerns"),
        ("nianjian due", tr("as of today")),
        ("nianjian due --as-of 2025-11-30", tr("as of another day")),
    )
    parser.add_argument(
        "--as-of", type=known_day, metavar="YYYY-MM-DD", help=tr("with the releases known on that day")
    )
    add_format(parser)
    parser.set_defaults(command=run)


def run(options: Namespace) -> int:
    from nianjian.inspect.due import due
    from nianjian.inspect.due_text import as_text

    with duckdb.connect(str(published().published), read_only=True) as connection:
        found = due(connection, date.fromisoformat(options.as_of) if options.as_of else date.today())
    show(found, as_text, options.format)
    return 0
