"""What a folder is: the release that its `release.yml` describes, or the one that its name lets infer."""

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, datetime
from fnmatch import fnmatch
from pathlib import Path

import yaml

from nianjian.intake.sheets import Refused

FILE_NAME = "release.yml"
MATURITIES = ("preliminary", "final", "census_revised")
_RELEASE_KEYS = {"title", "edition", "published_on", "licence", "maturity", "is_synthetic", "note", "files"}
_FILE_KEYS = {"indicator", "region", "unit", "year", "columns"}
# `2020`, `2020-05`, `2020_5`, `2020年5月`, `20200531`, `v2020.05`; a span of years is no date.
_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[-_./年]?(\d{1,2})(?:[-_./月]?(\d{1,2}))?)?(?!\d)")
_SPAN = re.compile(r"(?:19|20)\d\d\D{0,2}(?:19|20)\d\d")


@dataclass(frozen=True)
class Settings:
    """What `release.yml` says of one file where the file is silent."""

    indicator: str = ""
    region: str = ""
    unit: str = ""
    year: str = ""
    columns: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Release:
    """A release as design.md means it. `is_inferred`: no `release.yml` gives its date."""

    release_code: str
    source_code: str
    title: str
    edition: str
    published_on: date
    published_on_precision: str
    licence: str
    maturity: str
    is_synthetic: bool
    is_inferred: bool
    note: str


@dataclass(frozen=True)
class Folder:
    """A folder of a landing. `said` is its release.yml, {} without one."""

    source: str
    name: str
    said: dict

    def settings(self, file_name: str) -> Settings:
        """What holds for a file: the release's own keys, then those of each pattern that fits its name."""
        merged = {key: value for key, value in self.said.items() if key in _FILE_KEYS}
        for pattern, values in self.said.get("files", {}).items():
            if fnmatch(file_name, str(pattern)):
                merged |= values
        texts = {key: str(value) for key, value in merged.items() if key != "columns"}
        columns = {str(header): name for header, name in merged.get("columns", {}).items()}
        return Settings(columns=columns, **texts)

    def release(self, last_year: int | None, first_seen: date) -> Release:
        """The release of a file whose last year with a figure is `last_year`.

        A date in `release.yml` goes first, then one in the folder's name. A folder without either (`yearbook/henan`)
        holds yearbooks of several years: a yearbook's edition is the year after its last figures. What is inferred is no
        later than the day on which the file was first seen.
        Errors: Refused, if nothing gives a year.
        """
        said, found = self.said, None if _SPAN.search(self.name) else _DATE.search(self.name)
        parts = [self.source, self.name]
        if "published_on" in said:
            published_on, precision = _day(said["published_on"]), "day"
        elif found:
            published_on, precision = _last_day(*found.groups())
        elif last_year:
            published_on, precision = date(last_year + 1, 12, 31), "year"
            parts.append(str(last_year + 1))
        else:
            raise Refused(f"nothing tells when it was published: add published_on to a {FILE_NAME} beside it")
        edition = str(said.get("edition", published_on.year if precision == "year" else self.name))
        return Release(
            release_code=re.sub(r"\W+", "_", "_".join(dict.fromkeys(parts))).strip("_").lower(),
            source_code=self.source,
            title=str(said.get("title", " ".join(dict.fromkeys([self.source, self.name, edition])))),
            edition=edition,
            published_on=published_on if "published_on" in said else min(published_on, first_seen),
            published_on_precision=precision,
            licence=str(said.get("licence", "")),
            maturity=said.get("maturity", "final"),
            is_synthetic=said.get("is_synthetic", False),
            is_inferred="published_on" not in said,
            note=str(said.get("note", "")),
        )


def folder_of(path: Path, root: Path) -> Folder:
    """The folder of a landed file: `<root>/<source>/<release>/…`; a file higher up takes the names there are.

    Errors: Refused, if its `release.yml` cannot be understood; the line names the key.
    """
    above = path.relative_to(root).parts[:-1]
    source = above[0] if above else root.resolve().name
    place = root.joinpath(*above[:2])
    return Folder(source, above[1] if len(above) > 1 else source, _said(place / FILE_NAME))


def _said(path: Path) -> dict:
    """The keys of a `release.yml` that have a value."""
    if not path.exists():
        return {}
    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Refused(f"{path.name} is no YAML: {' '.join(str(error).split())}") from error
    if not isinstance(said, dict):
        raise Refused(f"{path.name} holds no keys: write `title: …`")
    said = _without_blanks(said)
    files = said.get("files", {})
    if not isinstance(files, dict) or not all(isinstance(values, dict) for values in files.values()):
        raise Refused(f"{path.name}: files holds patterns of file names, each with its keys")
    said["files"] = {pattern: _without_blanks(values) for pattern, values in files.items()}
    _check_keys(path.name, said)
    if not isinstance(said.get("published_on", date.min), date):
        raise Refused(f"{path.name}: published_on is {said['published_on']!r}, not a day like 2024-10-31")
    if said.get("maturity", "final") not in MATURITIES:
        raise Refused(f"{path.name}: maturity is {said['maturity']!r}, not one of {', '.join(MATURITIES)}")
    if not isinstance(said.get("is_synthetic", False), bool):
        raise Refused(f"{path.name}: is_synthetic is true or false")
    return said


def _without_blanks(said: dict) -> dict:
    return {key: value for key, value in said.items() if value is not None}


def _check_keys(name: str, said: dict) -> None:
    parts = [said, *said["files"].values()]
    wrong = [key for key in said if key not in _RELEASE_KEYS | _FILE_KEYS]
    wrong += [key for part in parts[1:] for key in part if key not in _FILE_KEYS]
    if wrong:
        known = ", ".join(sorted(_RELEASE_KEYS | _FILE_KEYS))
        raise Refused(f"{name} has the unknown key {str(wrong[0])!r}: known are {known}")
    for columns in (part["columns"] for part in parts if "columns" in part):
        if not isinstance(columns, dict) or not all(isinstance(text, str) for text in columns.values()):
            raise Refused(
                f"{name}: columns holds a name that readers know for each header: `gdp: 地区生产总值(亿元)`"
            )


def _day(said: date) -> date:
    # YAML makes a moment of a day with a time.
    return said.date() if isinstance(said, datetime) else said


def _last_day(year: str, month: str | None, day: str | None) -> tuple[date, str]:
    """The last day that the name allows: a release of 2020-05 is known at the end of that May at the latest."""
    try:
        if day:
            return date(int(year), int(month), int(day)), "day"
        if month:
            return date(int(year), int(month), monthrange(int(year), int(month))[1]), "month"
    except ValueError as error:
        name = "-".join(filter(None, (year, month, day)))
        raise Refused(f"{name} in the folder's name is no date") from error
    return date(int(year), 12, 31), "year"
