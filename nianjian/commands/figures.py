"""`nianjian figures`: draws what the marts say."""

from argparse import Namespace
from pathlib import Path
from typing import Any

import duckdb

from nianjian.commands.common import command, published, short
from nianjian.language import tr


def add(commands: Any) -> None:
    parser = command(
        commands,
        "figures",
        tr("draw what the marts say, as SVG and PNG"),
        ("nianjian figures", tr("every system, with Chinese and with English labels")),
        ("nianjian figures --system coastal_inland --language zh", tr("one system, Chinese only")),
    )
    parser.add_argument("--out", type=Path, metavar="FOLDER", help=tr("default warehouse/figures"))
    parser.add_argument(
        "--language", choices=("zh", "en", "both"), default="both", help=tr("of the labels; default both")
    )
    parser.add_argument(
        "--system", nargs="+", metavar="CODE", help=tr("codes of indicator systems; all if not given")
    )
    parser.set_defaults(command=run)


def run(options: Namespace) -> int:
    paths = published()
    try:
        from nianjian.figures.draw import draw
    except ModuleNotFoundError as error:
        if error.name != "matplotlib":
            raise
        raise ModuleNotFoundError(
            "figures need matplotlib, which is not installed: run `make figures`"
        ) from error
    languages = ("zh", "en") if options.language == "both" else (options.language,)
    folder = options.out or paths.figures
    with duckdb.connect(str(paths.published), read_only=True) as connection:
        drawing = draw(connection, folder, languages, options.system)
    print(drawing.as_text(short(folder)))
    return 0
