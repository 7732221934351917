"""Which region and year a report is of, from where it lies: `湖北省-2020.txt`, `湖北省_2020.txt`, `湖北省/2020.txt`."""

import re
import unicodedata

from nianjian.intake.release import Settings
from nianjian.intake.sheets import Refused

SUFFIX = ".txt"
_YEAR = re.compile(r"(19|20)\d\d")
_BOTH = re.compile(r"(?P<region>.+?)[-_](?P<year>(?:19|20)\d\d)")


def region_and_year(inside: tuple[str, ...], settings: Settings) -> tuple[str, int]:
    """The label of the region and the year; `inside` are the parts of the path below the release folder. What
    `release.yml` says of the file goes first. What the label means is looked up in SQL.

    Errors: Refused, if either is not said.

    >>> region_and_year(("湖北省-2020.txt",), Settings()), region_and_year(("湖北省", "２０２０.txt"), Settings())
    (('湖北省', 2020), ('湖北省', 2020))
    """
    *folders, name = (unicodedata.normalize("NFKC", part).strip() for part in inside)
    if not name.lower().endswith(SUFFIX):
        raise Refused(f"it is no text file: save it as plain text, with a name that ends in {SUFFIX}")
    region, year, stem = "", "", name[: -len(SUFFIX)].strip()
    if found := _BOTH.fullmatch(stem):
        region, year = found["region"].strip(), found["year"]
    elif _YEAR.fullmatch(stem) and folders:
        region, year = folders[-1], stem
    region, year = settings.region or region, settings.year or year
    if not region or not _YEAR.fullmatch(year):
        raise Refused("its name gives no region and year: call it <region>-<year>.txt or <region>/<year>.txt")
    return region, int(year)
