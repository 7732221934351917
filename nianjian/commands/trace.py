"""`nianjian trace`: from a score down to the cells that it was computed from."""

from argparse import Namespace
from typing import Any

import duckdb

from nianjian.commands.common import add_format, command, published, show
from nianjian.language import tr


def add(commands: Any) -> None:
    parser = command(
        commands,
        "trace",
        tr("from a score down to the cells that it was computed from"),
        ("nianjian trace new_urbanization 北京 2019", tr("under the default variant")),
        ("nianjian trace new_urbanization 110000 2019 --format json", tr("for a program")),
    )
    parser.add_argument("system", metavar="SYSTEM", help=tr("code of an indicator system"))
    parser.add_argument("region", metavar="REGION", help=tr("code or name of a region"))
    parser.add_argument("year", metavar="YEAR", type=int, help=tr("a year of the system"))
    parser.add_argument(
        "--variant", metavar="VARIANT", help=tr("method variant; the default of the system if not given")
    )
    add_format(parser)
    parser.set_defaults(command=run)


def run(options: Namespace) -> int:
    from nianjian.inspect.trace import trace
    from nianjian.inspect.trace_text import as_text

    with duckdb.connect(str(published().published), read_only=True) as connection:
        found = trace(connection, options.system, options.region, options.year, options.variant)
    show(found, as_text, options.format)
    return 0
