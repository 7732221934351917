"""`nianjian dictionary`: dbt's doc blocks of every column, from the dictionary."""

from argparse import Namespace
from typing import Any

from nianjian.commands.common import command, short
from nianjian.language import tr
from nianjian.pipeline.paths import of_project


def add(commands: Any) -> None:
    parser = command(
        commands,
        "dictionary",
        tr("write the doc blocks of every column from the dictionary"),
        ("nianjian dictionary", tr("writes models/dictionary.md, after a change of the seed")),
    )
    parser.set_defaults(command=run)


def run(options: Namespace) -> int:
    from nianjian.pipeline import dictionary

    print(tr("Dictionary: {file}", file=short(dictionary.write(of_project().project))))
    return 0
