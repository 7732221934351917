"""The language in which commands speak to people: English or Chinese.

Texts stand in the code in English, their Chinese in `locale/zh.po`; `make messages` brings it in line with the code.
What is printed goes through `tr("{count} files", count=3)`. What is raised, or written into the warehouse, is plain English
wherever it lies, and `translated` says it in Chinese when it is shown. Results for machines (JSON, tables of the warehouse)
never depend on the language.
"""

import os
import re
from functools import cache
from importlib.resources import files
from itertools import chain, zip_longest
from typing import Any, NamedTuple

import wcwidth

LANGUAGES = ("en", "zh")
# As other programs have it: the first of these that says something counts.
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
QUOTED = r"'.*'|\".*\"|\S+"
# A value of an error's text: `{1}`, or `{1!r}` for one in quotes.
_VALUE = re.compile(r"\{(\d+)(!r)?\}")


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


def message(text: str) -> str:
    """A text that `tr` is to say later."""
    return text


def heads(*texts: str) -> list[str]:
    """Heads of a table, in the language of the person."""
    return [tr(text) for text in texts]


def translated(text: str) -> str:
    """What was raised or stored, in the language of the person; as it is, if it is no text of ours.

    What stands before a colon (a file, a place) stays. Values stay, unless they are such texts themselves.
    """
    if language() != "zh":
        return text
    return "\n".join(_found(line) or line for line in text.split("\n"))


def in_words(error: BaseException) -> str:
    """What an error says; one of the system its file and reason, without its number."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error) or type(error).__name__


def padded(text: str, width: int) -> str:
    """A text with blanks behind it; a Chinese sign is two columns wide."""
    return wcwidth.ljust(text, width)


# Reasons of the system that people meet; others stay in its English.
SYSTEM = (
    message("No such file or directory"),
    message("Permission denied"),
    message("No space left on device"),
    message("Read-only file system"),
    message("Input/output error"),
    message("Is a directory"),
    message("Not a directory"),
)


@cache
def chinese() -> dict[str, str]:
    """The Chinese of every text."""
    # English, the language of most, does without the import.
    from babel.messages.pofile import read_po

    with files(__package__).joinpath("locale/zh.po").open("rb") as file:
        return {
            str(message.id): str(message.string) for message in read_po(file) if message.id and message.string
        }


class _Form(NamedTuple):
    """The text of an error that has values: the signs that are none, a pattern that finds it, its Chinese."""

    signs: int
    pattern: re.Pattern[str]
    chinese: str


@cache
def _forms() -> list[_Form]:
    """Those that leave least open come first."""
    forms = [
        _Form(len(_VALUE.sub("", text)), re.compile(_pattern(text)), said)
        for text, said in chinese().items()
        if _VALUE.search(text)
    ]
    return sorted(forms, key=lambda form: form.signs, reverse=True)


def _pattern(text: str) -> str:
    """`{1} has no key {2!r}` as a pattern."""
    literals = _VALUE.sub("\0", text).split("\0")
    values = [f"(?P<v{value[1]}>{QUOTED if value[2] else '.+?'})" for value in _VALUE.finditer(text)]
    return "".join(chain.from_iterable(zip_longest(map(re.escape, literals), values, fillvalue="")))


def _found(line: str) -> str | None:
    if said := chinese().get(line):
        return said
    before, colon, rest = line.partition(": ")
    of_rest = chinese().get(rest)
    for form in _forms():
        if of_rest and form.signs <= len(rest):
            break
        if found := form.pattern.fullmatch(line):
            return _VALUE.sub(lambda value, found=found: _inner(found[f"v{value[1]}"]), form.chinese)
    of_rest = of_rest or (colon and _found(rest))
    return f"{before}{colon}{of_rest}" if of_rest else None


def _inner(value: str) -> str:
    return _found(value) or value
