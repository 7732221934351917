"""`nianjian try`: what a study would give, in seconds, published nowhere."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from nianjian.commands.common import command, published
from nianjian.language import tr, translated


def add(commands: Any) -> None:
    parser = command(
        commands,
        "try",
        tr("weights, scores, ranks and more of a study, on the published figures; nothing is written"),
        ("nianjian try study.yml", tr("works it out and says what has changed since the last try")),
        ("nianjian try study.yml --watch", tr("does so again whenever the file is saved")),
        ("nianjian try study.yml --table fct_moran", tr("prints a table of the warehouse as CSV")),
    )
    parser.add_argument("file", type=Path, metavar="FILE", help=tr("the study"))
    parser.add_argument("--watch", action="store_true", help=tr("again whenever the file is saved"))
    parser.add_argument("--table", metavar="NAME", help=tr("print this table of the study as CSV"))
    parser.set_defaults(command=run)


def run(options: Namespace) -> int:
    from nianjian.study import trying
    from nianjian.study.reading import StudyError

    if options.file == Path():
        raise ValueError("try needs a study: make try FILE=study.yml")
    if options.watch and options.table:
        raise ValueError("--table prints once: leave --watch out")
    paths = published()
    try:
        if options.watch:
            trying.watch(paths, options.file)
        elif options.table:
            trying.table(paths, options.file, options.table, sys.stdout)
        else:
            trying.once(paths, options.file)
    except StudyError as error:
        # A line per problem, each with its file: nothing to put before them.
        print(translated(str(error)), file=sys.stderr)
        return 1
    return 0
