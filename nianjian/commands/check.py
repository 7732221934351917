"""`nianjian check`: failed checks, open findings and the replication ledger of what is published."""

from argparse import Namespace
from typing import Any

import duckdb

from nianjian.commands.common import add_as_of, command, published, short
from nianjian.inspect import summary
from nianjian.language import tr


def add(commands: Any) -> None:
    parser = command(
        commands,
        "check",
        tr("failed checks, open findings and the replication ledger of what is published"),
        ("nianjian check", tr("of the last build")),
        ("nianjian check --system dual_chain", tr("of one system, with what its doubtful cells do to ranks")),
        ("nianjian check --as-of 2024-12-31", tr("of what was built as of that day")),
    )
    add_as_of(parser)
    parser.add_argument("--system", metavar="CODE", help=tr("findings, coverage and ledger of one system"))
    parser.set_defaults(command=run)


def run(options: Namespace) -> int:
    paths = published(options.as_of or "")
    if options.system:
        from nianjian.study import checking

        said, has_error = checking.check(paths, options.system)
        print(said)
        return int(has_error)
    with duckdb.connect(str(paths.published), read_only=True) as connection:
        problems = summary.problems(connection) or tr("Every check passed; no finding is open.")
        print(f"{summary.ledger(connection)}\n\n{problems}\n")
        print(tr("Details: {page}", page=short(paths.quality_page)))
        return 1 if summary.has_errors(connection) else 0
