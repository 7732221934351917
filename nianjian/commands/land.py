"""`nianjian land`: takes in what lies in the landing folder and says what became of each file."""

from argparse import Namespace
from typing import Any

from nianjian.commands.common import add_landing, command
from nianjian.language import tr
from nianjian.pipeline.paths import of_project


def add(commands: Any) -> None:
    parser = command(
        commands,
        "land",
        tr("take in what lies in the landing folder and report, file by file"),
        ("nianjian land", tr("what lies in data/landing")),
        (
            "nianjian land --landing yearbooks --no-sample",
            tr("what lies in another folder, without the sample"),
        ),
    )
    add_landing(parser)
    parser.set_defaults(command=run)


def run(options: Namespace) -> int:
    from nianjian.pipeline.land import land

    print(land(of_project(), options.landing, not options.no_sample))
    print("\n" + tr("Nothing was published: `make build` does that."))
    return 0
