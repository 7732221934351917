"""What several commands share: options, examples in the help, where the published file lies."""

import json
from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import wcwidth

from nianjian.language import padded, tr
from nianjian.pipeline.paths import Paths, of_project


class Help(RawDescriptionHelpFormatter):
    """Help that breaks lines by the columns that signs take: a Chinese sign takes two, and has no blanks around it."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wcwidth.wrap(" ".join(text.split()), width)


def command(commands: Any, name: str, help: str, *examples: tuple[str, str]) -> ArgumentParser:
    """The parser of a command, with a line of help and examples: what to type, what it does."""
    width = max(wcwidth.width(typed) for typed, _ in examples) + 2
    lines = [f"  {padded(typed, width)}{does}" for typed, does in examples]
    return commands.add_parser(
        name,
        help=help,
        description=help,
        epilog="\n".join([tr("examples:"), *lines]),
        formatter_class=Help,
    )


def add_target(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--target",
        default="duckdb",
        metavar="ENGINE",
        help=tr("what works on firm rows: duckdb, or a Spark target of profiles.yml; default duckdb"),
    )


def add_as_of(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--as-of",
        type=known_day,
        metavar="YYYY-MM-DD",
        help=tr("with the releases known on that day; published apart, under warehouse/as_of/"),
    )


def add_landing(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--landing",
        type=Path,
        metavar="FOLDER",
        help=tr("what lands: <source>/<release>/<file>; default data/landing"),
    )
    parser.add_argument(
        "--no-sample",
        action="store_true",
        help=tr("without the generated yearbook that fills in until data land"),
    )


def add_format(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help=tr("for people or for programs")
    )


def show(found: dict[str, Any], as_text: Callable[[dict[str, Any]], str], form: str) -> None:
    """Print what was found; JSON is the same in every language."""
    print(json.dumps(found, ensure_ascii=False, indent=2) if form == "json" else as_text(found))


def published(as_of: str = "") -> Paths:
    """The paths of the project. Errors: FileNotFoundError, if nothing is published there."""
    paths = of_project(as_of=as_of)
    if not paths.published.exists():
        build = f"make build AS_OF={as_of}" if as_of else "make build"
        raise FileNotFoundError(f"{short(paths.published)} is not there yet: run `{build}` first")
    return paths


def short(path: Path) -> str:
    """A path as one types it from here."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def known_day(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(tr("{text!r} is not a day: write it as YYYY-MM-DD", text=text)) from error
    if day > date.today():
        raise ArgumentTypeError(
            tr("{text} lies ahead: nobody knows what will have been released by then", text=text)
        )
    return day.isoformat()
