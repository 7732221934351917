"""The language in which commands speak to people: English or Chinese.

Texts stand in the code in English. `tr("{count} files", count=3)` gives one in the language of the person at the
terminal; its Chinese lies in `locale/zh.po`, and `make messages` brings that file in line with the code. What deeper
rooms raise or write into the warehouse is English wherever it lies; `translated` finds its Chinese when it is shown.
Results for machines (JSON, tables of the warehouse) never depend on the language.
"""

import os
import re
from functools import cache
from importlib.resources import files
from typing import Any

import wcwidth

LANGUAGES = ("en", "zh")
# As other programs have it: the first of these that says something counts.
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
_VALUE = re.compile(r"\{(\d+)\}")


def language() -> str:
    """`zh` or `en`: what NIANJIAN_LANGUAGE says, else the locale, else English.

    Errors: ValueError, if NIANJIAN_LANGUAGE names another language.
    """
    wanted = os.environ.get("NIANJIAN_LANGUAGE", "")
    if wanted and wanted not in LANGUAGES:
        raise ValueError(f"NIANJIAN_LANGUAGE is zh or en, not {wanted!r}")
    locale = next(filter(None, map(os.environ.get, LOCALE)), "")
    return wanted or ("zh" if locale.startswith("zh") else "en")


def tr(text: str, /, **values: Any) -> str:
    """A text in the language of the person, its `{name}` filled with the values; without values it stays as it is."""
    said = chinese().get(text, text) if language() == "zh" else text
    return said.format(**values) if values else said


def messages(*texts: str) -> tuple[str, ...]:
    """Texts that `tr` is to say later, as heads of a table that is not there yet."""
    return texts


def translated(text: str) -> str:
    """A text that a deeper room raised or stored, in the language of the person; as it is, if it is none of ours.

    What stands before a colon (a file, a place) stays. Values stay, unless they are such texts themselves.
    """
    if language() != "zh":
        return text
    return "\n".join(_found(line) or line for line in text.split("\n"))


def own(row: dict[str, Any], name: str) -> Any:
    """`<name>_zh` or `<name>_en` of a row, whichever the person reads."""
    return row[f"{name}_{language()}"]


def padded(text: str, width: int) -> str:
    """A text with blanks behind it; a Chinese sign is two columns wide."""
    return wcwidth.ljust(text, width)


@cache
def chinese() -> dict[str, str]:
    """The Chinese of every text."""
    # English, the language of most, does without the import.
    from babel.messages.pofile import read_po

    with files(__package__).joinpath("locale/zh.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.string}


@cache
def _forms() -> list[tuple[re.Pattern[str], str]]:
    """The texts of deeper rooms as patterns, those that leave least open first."""
    deep = [text for text in chinese() if _VALUE.search(text)]
    deep.sort(key=lambda text: len(_VALUE.sub("", text)), reverse=True)
    return [(re.compile(_pattern(text)), chinese()[text]) for text in deep]


def _pattern(text: str) -> str:
    """`it has {1} MB` as `it has (?P<v1>.+) MB`."""
    parts = _VALUE.split(text)
    return "".join(f"(?P<v{part}>.+)" if at % 2 else re.escape(part) for at, part in enumerate(parts))


def _found(line: str) -> str | None:
    if said := chinese().get(line):
        return said
    for form, said in _forms():
        if found := form.fullmatch(line):
            return _VALUE.sub(lambda value, found=found: _inner(found[f"v{value[1]}"]), said)
    before, colon, rest = line.partition(": ")
    return f"{before}{colon}{inner}" if colon and (inner := _found(rest)) else None


def _inner(value: str) -> str:
    return _found(value) or value
