"""Takes a YAML file apart: which keys are there, of which kind; every problem is kept with its place, none stops."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from typing import Any

import yaml

from nianjian.inspect.landing_text import nearest
from nianjian.language import message


class StudyError(ValueError):
    """A study that cannot be taken: one line per problem."""


@dataclass
class Problems:
    """What is wrong with a file, line by line."""

    file: str
    lines: list[str] = field(default_factory=list)

    def add(self, place: str, text: str) -> None:
        """Note a problem at a key of the study."""
        self.lines.append(f"{self.file}: {place}: {text}" if place else f"{self.file}: {text}")

    def stop_if_any(self) -> None:
        """Errors: StudyError with every line, if there is one."""
        if self.lines:
            raise StudyError("\n".join(self.lines))


class _Loader(yaml.SafeLoader):
    """YAML in which a key may stand once: PyYAML itself keeps the last without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        found = set()
        for key, _ in node.value:
            name = str(key.value)
            if name in found:
                raise yaml.MarkedYAMLError(
                    problem=message(f"{name!r} stands twice"), problem_mark=key.start_mark
                )
            found.add(name)
        return super().construct_mapping(node, deep)


def of_file(file: Path) -> dict[str, Any]:
    """The mapping that a file is. Errors: StudyError, if it is no YAML, or not in UTF-8; OSError."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise StudyError(f"{file}: not in UTF-8: save it so") from error
    return load(text, Problems(str(file)))


def load(text: str, problems: Problems) -> dict[str, Any]:
    """The mapping that a YAML text is. Errors: StudyError names the line if it is none."""
    try:
        raw = yaml.load(text, _Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}" if mark else ""
        what = getattr(error, "problem", None) or "unreadable"
        problems.add(place, f'not YAML: {what} (a minus of its own is written "-", in quotes)')
        problems.stop_if_any()
    if not isinstance(raw, dict):
        problems.add("", "no keys in it: a study begins with `system: <code>`")
        problems.stop_if_any()
    return raw


def mapping(raw: Any, place: str, keys: Iterable[str], required: Iterable[str], problems: Problems) -> dict:
    """`raw` as a mapping of known keys; unknown and missing ones are problems."""
    if not isinstance(raw, dict):
        problems.add(place, f"must have the keys {', '.join(required) or ', '.join(keys)}, and is {raw!r}")
        return {}
    known = list(keys)
    for key in raw:
        if key not in known:
            near = "".join(f"nearest: {name}; " for name in nearest(str(key), known)[:1])
            problems.add(_at(place, key), f"unknown key; {near}there are {', '.join(known)}")
    for key in required:
        if raw.get(key) is None:
            problems.add(_at(place, key), "is missing")
    return {key: value for key, value in raw.items() if key in known and value is not None}


def items(raw: Any, place: str, problems: Problems) -> list[tuple[str, Any]]:
    """Each item of a list with its place; what is no list is a problem, and so is an empty one."""
    if not isinstance(raw, list) or not raw:
        problems.add(place, f"must be a list with something in it, and is {raw!r}")
        return []
    return [(f"{place}[{at}]", item) for at, item in enumerate(raw, start=1)]


def as_list(raw: Any, place: str, least: int, problems: Problems) -> list[Any]:
    """`raw` as a list of at least so many items; a problem and what there is otherwise."""
    listed = raw if isinstance(raw, list) else [raw]
    if len(listed) < least:
        problems.add(place, f"must be a list of at least {least}, and is {raw!r}")
    return listed


def text(raw: Any, place: str, problems: Problems) -> str:
    """`raw` as one line of text; a number will do, since codes of regions are numbers."""
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        problems.add(place, f"must be text, and is {raw!r}")
        return ""
    found = str(raw).strip()
    if not found or "\n" in found:
        problems.add(place, "is empty" if not found else "must be one line")
        return ""
    return found


def number(raw: Any, place: str, problems: Problems) -> float | None:
    """`raw` as a number not below 0."""
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not 0 <= raw < inf:
        problems.add(place, f"must be a number not below 0, and is {raw!r}")
        return None
    return float(raw)


def _at(place: str, key: Any) -> str:
    return f"{place}.{key}" if place else str(key)
