"""`nianjian new-system`: makes an indicator system of a study, or takes one out again."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from nianjian.commands.common import command
from nianjian.language import tr, translated
from nianjian.pipeline.paths import of_project


def add(commands: Any) -> None:
    parser = command(
        commands,
        "new-system",
        tr("make an indicator system of a study's YAML, or ask for one; say which figures it has"),
        ("nianjian new-system", tr("asks for everything")),
        ("nianjian new-system study.yml --check", tr("says which figures there are, writes nothing")),
        ("nianjian new-system study.yml", tr("writes it into the seeds")),
        ("nianjian new-system --remove my_study", tr("takes it out again")),
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help=tr("the study; asked for if not given")
    )
    which.add_argument("--remove", metavar="CODE", help=tr("take a system that was added out again"))
    parser.add_argument("--check", action="store_true", help=tr("check and report coverage, write nothing"))
    parser.add_argument("--save", type=Path, metavar="FILE", help=tr("keep the YAML of what was asked for"))
    parser.set_defaults(command=run)


def run(options: Namespace) -> int:
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
        print(translated(str(error)), file=sys.stderr)
        return 1
    except EOFError as error:
        raise ValueError("the answers ended early: nothing was written") from error
    return 0
