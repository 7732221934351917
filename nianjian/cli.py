"""The command line: reads what was typed, runs one of `nianjian.commands`, and says in one line what went wrong."""

import argparse
import os
import sys
from importlib.metadata import version

from nianjian.commands import (
    build,
    check,
    dictionary,
    diff,
    docs,
    due,
    fetch,
    figures,
    land,
    new_system,
    parity,
    sample,
    trace,
    try_study,
)
from nianjian.commands.common import Help
from nianjian.language import in_words, language, tr, translated
from nianjian.processes import ThreadsAtWork, stopped

COMMANDS = (
    build,
    land,
    fetch,
    check,
    trace,
    diff,
    due,
    new_system,
    try_study,
    docs,
    dictionary,
    figures,
    sample,
    parity,
)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 if all went well, 1 with a plain line on standard error if not, 130 if it was stopped."""
    try:
        language()
    except ValueError as error:
        print(f"nianjian: {error}", file=sys.stderr)
        return 2
    # What a process that is stopped leaves behind, Python's tracker clears away; nobody needs to hear of it.
    sys.warnoptions.append("ignore:resource_tracker:UserWarning")
    options = parser().parse_args(arguments)
    try:
        return options.command(options)
    except BrokenPipeError:
        # Whoever reads the output (`| head`) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except ThreadsAtWork:
        os._exit(stopped())
    except KeyboardInterrupt:
        return stopped()
    except Exception as error:
        if options.traceback:
            raise
        print(f"nianjian: {translated(in_words(error))}", file=sys.stderr)
        return 1


def parser() -> argparse.ArgumentParser:
    """What can be typed, told in the language of the person."""
    # argparse asks the catalogue of Python, which has no Chinese, by these two names.
    argparse._ = tr
    argparse.ngettext = lambda one, many, count: tr(one if count == 1 else many)
    top = argparse.ArgumentParser(
        prog="nianjian",
        description=tr("年鉴: a data warehouse of China's regional statistics"),
        epilog=tr("`nianjian COMMAND --help` shows options and examples of a command."),
        formatter_class=Help,
    )
    top.add_argument(
        "--version",
        action="version",
        help=tr("show program's version number and exit"),
        version=f"nianjian {version('nianjian')}",
    )
    top.add_argument("--traceback", action="store_true", help=tr("show where an error came from"))
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands)
    return top


if __name__ == "__main__":
    sys.exit(main())
