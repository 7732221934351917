"""`nianjian docs`: the documentation of every table as one page."""

from argparse import Namespace
from typing import Any

from nianjian.commands.common import command, published, short
from nianjian.language import tr


def add(commands: Any) -> None:
    parser = command(
        commands,
        "docs",
        tr("write the documentation of every table as one page"),
        ("nianjian docs", tr("writes warehouse/docs.html, after a build")),
    )
    parser.set_defaults(command=run)


def run(options: Namespace) -> int:
    from nianjian.pipeline.docs import write_docs

    paths = published()
    write_docs(paths)
    print(tr("Documentation: {page}", page=short(paths.docs_page)))
    return 0
