"""What to ask the bureau's query service for: the indicators of a study, or those that are named, in one of its databases.

An indicator that the service does not have, but that is worked out from others, stands for its parts.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from nianjian.language import language
from nianjian.study.catalogue import Catalogue

DATABASES = {"provinces": "分省年度数据", "cities": "主要城市年度数据", "nation": "年度数据"}
USUAL_YEARS = 10
_YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")


@dataclass(frozen=True)
class Request:
    """One table to ask for: an indicator in all regions of a database, from the first to the last year."""

    indicator: str
    regions: str
    path: str
    label: str
    years: str

    @property
    def database(self) -> str:
        """The database as the service names it."""
        return DATABASES[self.regions]

    @property
    def name(self) -> str:
        """The name of its file, without the ending."""
        return f"{self.indicator}_{self.regions}_{self.years}"


@dataclass(frozen=True)
class Plan:
    """What to ask for, and the indicators that the service does not have, with the reason in the language of the person
    (blank: the seed has no row)."""

    requests: list[Request]
    absent: dict[str, str]


def plan(
    catalogue: Catalogue, system: str, labels: Iterable[str], years: str, regions: str, today: date
) -> Plan:
    """The requests for a system, or for indicators by code or name. Without `years`: those of the system, or the last ten.

    Errors: ValueError for an unknown system or years that are none; LookupError for an unknown indicator.
    """
    if system:
        rows = catalogue.of_system(system)
        if "systems" not in rows:
            known = ", ".join(row["system_code"] for row in catalogue.rows("systems"))
            raise ValueError(f"there is no system {system!r}; there are {known}")
        wanted = [
            row["indicator_code"]
            for seed in ("system_indicators", "system_drivers")
            for row in rows.get(seed, [])
        ]
        known_years = sorted(int(row["year"]) for row in rows.get("system_years", []))
    else:
        wanted, known_years = [catalogue.indicator(label) for label in labels], []
    span = _span(years, known_years, today)
    database = DATABASES[regions]
    paths = {
        row["indicator_code"]: row for row in catalogue.rows("nbs_paths") if row["database_label"] == database
    }
    parts: dict[str, list[str]] = {}
    for row in catalogue.rows("derived_parts"):
        parts.setdefault(row["indicator_code"], []).append(row["part_code"])
    found: dict[str, Request] = {}
    absent: dict[str, str] = {}
    waiting = list(reversed(dict.fromkeys(wanted)))
    while waiting:
        code = waiting.pop()
        row = paths.get(code)
        if row and row["path"]:
            found[code] = Request(code, regions, row["path"], row["indicator_label"], span)
        elif code in parts:
            waiting += reversed(parts[code])
        else:
            absent[code] = row[f"note_{language()}"] if row else ""
    return Plan(list(found.values()), absent)


def _span(years: str, known: list[int], today: date) -> str:
    """`2019-2023`. Errors: ValueError."""
    if not years:
        first, last = (known[0], known[-1]) if known else (today.year - USUAL_YEARS, today.year - 1)
    else:
        said = _YEARS.fullmatch(years)
        if not said:
            raise ValueError(f"{years!r} are no years: write 2019, or 2010-2019")
        first, last = int(said[1]), int(said[2] or said[1])
    if not 1949 <= first <= last <= today.year:
        raise ValueError(f"years go from an earlier to a later one, up to this year, not {first}-{last}")
    return f"{first}-{last}"
