"""Brings `zh.po` in line with the code: new texts come in without Chinese, those that are no longer said go.

    make messages

Texts are the literals of `tr(...)` and its kin, and what is raised. Of these a text with values,
`raise Refused(f"it has {size} MB")`, stands in the catalogue as `it has {1} MB`; `{1!r}` is a value in quotes.
"""

import argparse
import ast
import re
from collections.abc import Iterator
from io import SEEK_END, BytesIO
from itertools import count
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parents[1]
CATALOGUE = Path(__file__).with_name("zh.po")
# Without the dates of the usual head: the file changes where texts change.
HEADER = b"""\
# What commands say in Chinese.
msgid ""
msgstr ""
"Language: zh\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

"""
MARKS = ("tr", "message", "heads")
# Where it is kept why something was refused.
KEPT = ("refusal", "warning")


def texts() -> dict[str, list[str]]:
    """Every text that the catalogue must have, with the files of the package that say it."""
    found: dict[str, list[str]] = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        for text in texts_of(file.read_text(encoding="utf-8")):
            found.setdefault(text, []).append(file.relative_to(PACKAGE).as_posix())
    for _, text, *_ in extract_from_file("python", argparse.__file__):
        for form in [text] if isinstance(text, str) else text:
            found.setdefault(form, []).append("argparse")
    return found


def texts_of(code: str) -> Iterator[str]:
    """The texts of a module, in the order of its lines."""
    nodes = [node for node in ast.walk(ast.parse(code)) if hasattr(node, "lineno")]
    for node in sorted(nodes, key=lambda node: (node.lineno, node.col_offset)):
        if isinstance(node, ast.Call) and called(node) in MARKS:
            yield from filter(None, map(literal, node.args))
        for refusal in refusals(node):
            yield from filter(_says_something, literal(refusal).split("\n"))


def called(call: ast.Call) -> str:
    """The name of what is called."""
    return _name(call.func)


def literal(node: ast.AST) -> str:
    """The text of a literal, its values numbered; nothing of what is no literal."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return ""
    numbers = count(1)
    return "".join(
        f"{{{next(numbers)}{'!r' if part.conversion == ord('r') else ''}}}"
        if isinstance(part, ast.FormattedValue)
        else part.value
        for part in node.values
    )


def refusals(node: ast.AST) -> Iterator[ast.AST]:
    """What a piece of code says if it refuses something: raises an error, or writes down why."""
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
        said = node.exc.args[:1]
    elif isinstance(node, ast.Call) and _writes_down(node):
        said = node.args[-1:]
    elif isinstance(node, ast.Assign) and any(_name(target) in KEPT for target in node.targets):
        said = [node.value]
    else:
        said = []
    for text in said:
        yield from (text.body, text.orelse) if isinstance(text, ast.IfExp) else (text,)


def _writes_down(call: ast.Call) -> bool:
    """`refuse(bad, values, name, why)` of methods, `problems.add(place, why)` of studies."""
    is_problem = called(call) == "add" and _name(call.func.value).endswith("problems")
    return is_problem or called(call) == "refuse"


def _name(node: ast.AST) -> str:
    return getattr(node, "id", getattr(node, "attr", ""))


def _says_something(text: str) -> bool:
    """Whether two words of it are no values: what says less would be found in everything."""
    return len(re.findall(r"[^\W\d_]+", re.sub(r"\{.*?\}", "", text))) > 1


def collect() -> tuple[list[str], list[str]]:
    """Write the catalogue anew. Returns the texts without Chinese, and those that went."""
    said, known = texts(), read()
    catalogue = Catalog(fuzzy=False)
    # By file and text: where code moves within a file, the catalogue stays.
    for text, places in sorted(said.items(), key=lambda one: (one[1][0], one[0])):
        catalogue.add(text, known.get(text, ""), [(place, 1) for place in dict.fromkeys(places)])
    buffer = BytesIO(HEADER)
    buffer.seek(0, SEEK_END)
    write_po(buffer, catalogue, width=0, omit_header=True, include_lineno=False)
    CATALOGUE.write_bytes(buffer.getvalue())
    return [text for text in said if not known.get(text)], [text for text in known if text not in said]


def read() -> dict[str, str]:
    """The catalogue as it is: the Chinese of each text, empty where it lacks."""
    if not CATALOGUE.exists():
        return {}
    with CATALOGUE.open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


if __name__ == "__main__":
    lacking, gone = collect()
    print(f"{CATALOGUE}: {len(lacking)} texts without Chinese, {len(gone)} gone")
