"""`nianjian fetch`: real figures from the bureau's query service, as files in the landing folder."""

import re
import sys
from argparse import Namespace
from datetime import date
from typing import Any

from tabulate import tabulate

from nianjian.commands.common import command, short
from nianjian.language import heads, tr, translated
from nianjian.pipeline.paths import of_project

REGIONS = ("provinces", "cities", "nation")


def add(commands: Any) -> None:
    parser = command(
        commands,
        "fetch",
        tr("ask the bureau's query service for figures and put them into the landing folder"),
        ("nianjian fetch --system new_urbanization", tr("what a system measures, in its years")),
        (
            "nianjian fetch --indicators gdp,年末常住人口 --years 2010-2019",
            tr("indicators by code or name, of provinces"),
        ),
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--system", default="", metavar="SYSTEM", help=tr("code of an indicator system"))
    what.add_argument(
        "--indicators",
        default="",
        metavar="INDICATORS",
        help=tr("codes or names of indicators, with commas between them"),
    )
    parser.add_argument(
        "--years",
        default="",
        metavar="YEARS",
        help=tr("2019, or 2010-2019; those of the system, or the last ten, if not given"),
    )
    parser.add_argument(
        "--regions", choices=REGIONS, default=REGIONS[0], help=tr("whose figures; provinces if not given")
    )
    parser.set_defaults(command=run)


def run(options: Namespace) -> int:
    from nianjian.fetch.fetch import fetch
    from nianjian.fetch.plan import plan
    from nianjian.study.catalogue import Catalogue

    paths, today = of_project(), date.today()
    labels = [label for label in map(str.strip, re.split("[,，]", options.indicators)) if label]
    planned = plan(Catalogue(paths.reference), options.system, labels, options.years, options.regions, today)
    count = len(planned.requests)

    def tell(request: Any) -> None:
        print(tr("came: {name}", name=request.name), file=sys.stderr, flush=True)

    fetched = fetch(paths, planned.requests, today, tell)
    rows = [
        [each.indicator, len(table["rows"]), _years(table["columns"]), each.name + ".csv"]
        for each, table in fetched.tables.items()
        if table["values"]
    ]
    if rows:
        print(tabulate(rows, heads("indicator", "regions", "years", "file")))
    empty = {each: tr("the service has no figures of these years") for each, table in fetched.tables.items() if not table["values"]}  # fmt: skip
    for each, why in (empty | fetched.failed).items():
        print(f"{each.indicator}: {translated(why)}: {each.database}: {each.path} > {each.label}")
    for code, why in planned.absent.items():
        print(f"{code}: {why or tr('seeds/reference/nbs_paths.csv has no row of it for these regions')}")
    print()
    if fetched.folder is None:
        print(tr("Nothing landed: of {count} tables none has figures.", count=count))
        return 1
    print(tr("{came} of {count} tables are in {folder}.", came=len(rows), count=count, folder=short(fetched.folder)))  # fmt: skip
    print(tr("Look at them with `make land`; `make refresh` publishes them."))
    return 0


def _years(columns: list[str]) -> str:
    """The first and the last year of a table: `2019-2023`."""
    years = sorted(column.rstrip("年") for column in columns)
    return "-".join(dict.fromkeys((years[0], years[-1])))
