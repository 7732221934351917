"""Single values of a study: a code, years, a direction, names in both languages."""

import re
from collections.abc import Callable
from typing import Any

from nianjian.intake.tables import cell_text
from nianjian.study import reading
from nianjian.study.model import Names
from nianjian.study.reading import Problems

CODE = re.compile(r"[a-z][a-z0-9_]*")
# What no year of regional statistics is: a slip of the pen.
FIRST_YEAR, LAST_YEAR = 1949, 2100
DIRECTIONS = {
    **dict.fromkeys(("+", "1", "+1", "正", "正向", "positive"), 1),
    **dict.fromkeys(("-", "-1", "负", "负向", "negative"), -1),
}
_SPAN = re.compile(r"(\d{4})(?:[-–—~至](\d{4}))?")


def code(raw: Any, place: str, problems: Problems) -> str:
    """A code of one's own: small letters, digits and underscores."""
    found = reading.text(raw, place, problems)
    if found and not CODE.fullmatch(found):
        problems.add(place, f"must be small letters, digits and _, a letter first, and is {found!r}")
    return found


def names(raw: Any, place: str, problems: Problems) -> Names:
    """`{zh: 集聚, en: Density}`; the seeds have whatever is said in both languages."""
    said = reading.mapping(raw, place, ("zh", "en"), ("zh", "en"), problems)
    return Names(**{key: reading.text(value, f"{place}.{key}", problems) for key, value in said.items()})


def direction(raw: Any, place: str, problems: Problems) -> int:
    """1 or -1: `+`, `正`, `positive` or the opposite."""
    found = DIRECTIONS.get(cell_text.squeezed(str(raw)).lower())
    if found is None:
        problems.add(place, f"must be + or -, 正 or 负, positive or negative, and is {raw!r}")
    return found or 1


def years(raw: Any, place: str, problems: Problems) -> tuple[int, ...]:
    """Years that rise: `2019`, `2011-2023` or a list of such."""
    found: list[int] = []
    for part in raw if isinstance(raw, list) else [raw]:
        span = _SPAN.fullmatch(cell_text.squeezed(str(part)).removesuffix("年"))
        if span is None:
            problems.add(place, f"{part!r} is no year: write 2019, 2011-2023, or a list of them")
            continue
        first, last = int(span[1]), int(span[2] or span[1])
        if not FIRST_YEAR <= first <= last <= LAST_YEAR:
            problems.add(place, f"{part!r} does not go from an earlier to a later year since {FIRST_YEAR}")
        elif found and first <= found[-1]:
            problems.add(place, f"{part!r} comes after {found[-1]}: years must rise, each once")
        else:
            found += range(first, last + 1)
    if not found and not raw:
        problems.add(place, "names no year")
    return tuple(found)


def periods(raw: Any, place: str, problems: Problems) -> tuple[tuple[int, int], ...]:
    """Periods of which growth is worked out: a list of `2011-2015`."""
    found: list[tuple[int, int]] = []
    for at, item in reading.items(raw, place, problems):
        span = years(item, at, problems)
        if len(span) < 2:
            problems.add(at, f"{item!r} is no period: write 2011-2015")
        elif (span[0], span[-1]) in found:
            problems.add(at, f"{item} is there already")
        else:
            found.append((span[0], span[-1]))
    return tuple(found)


def looked_up(raw: Any, place: str, look_up: Callable[[str], str], problems: Problems) -> str:
    """The code that a name means; one that means nothing is a problem, and gives ''."""
    label = reading.text(raw, place, problems)
    try:
        return look_up(label) if label else ""
    except LookupError as error:
        problems.add(place, str(error.args[0]))
        return ""


def all_looked_up(raw: Any, place: str, look_up: Callable[[str], str], problems: Problems) -> tuple[str, ...]:
    """The codes of a list of names, each once."""
    found: dict[str, str] = {}
    for at, item in reading.items(raw, place, problems):
        if name := looked_up(item, at, look_up, problems):
            if name in found:
                problems.add(at, f"{name} is there already, at {found[name]}")
            found.setdefault(name, at)
    return tuple(found)
