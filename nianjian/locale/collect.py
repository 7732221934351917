"""Brings `zh.po` in line with the code: new texts come in without Chinese, those that are no longer said go.

    make messages

Texts are the literals of `tr(...)` and `messages(...)`, and why rooms that know no language refuse something. Of these a
text with values, `raise Refused(f"it has {size} MB")`, stands in the catalogue as `it has {1} MB`.
"""

import argparse
import ast
from collections.abc import Iterator
from io import SEEK_END, BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parents[1]
CATALOGUE = Path(__file__).with_name("zh.po")
# What they refuse is told in English, and translated when it is shown.
DEEP = ("frames", "intake", "methods")
# Without the dates of the usual head: the file changes where texts change.
HEADER = b"""\
# What commands say in Chinese.
msgid ""
msgstr ""
"Language: zh\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

"""
MARKS = ("tr", "messages")
# Where a deep room keeps why it refused something, beside what it raises.
KEPT = ("refusal", "warning")


def texts() -> dict[str, list[str]]:
    """Every text that the catalogue must have, with the files of the package that say it."""
    found: dict[str, list[str]] = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        place = file.relative_to(PACKAGE)
        for text in texts_of(file.read_text(encoding="utf-8"), place.parts[0] in DEEP):
            found.setdefault(text, []).append(place.as_posix())
    for _, text, *_ in extract_from_file("python", argparse.__file__):
        for form in [text] if isinstance(text, str) else text:
            found.setdefault(form, []).append("argparse")
    return found


def texts_of(code: str, is_deep: bool) -> Iterator[str]:
    """The texts of a module in the order of its lines; of a deep one also why it refuses something."""
    nodes = [node for node in ast.walk(ast.parse(code)) if hasattr(node, "lineno")]
    for node in sorted(nodes, key=lambda node: (node.lineno, node.col_offset)):
        said = node.args if isinstance(node, ast.Call) and called(node) in MARKS else []
        if is_deep:
            said = said or list(_refusals(node))
        yield from filter(None, map(literal, said))


def called(call: ast.Call) -> str:
    """The name of what is called."""
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def literal(node: ast.AST) -> str:
    """The text of a literal, its values numbered; nothing of what is no literal."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return ""
    values = [part for part in node.values if isinstance(part, ast.FormattedValue)]
    parts = (f"{{{values.index(part) + 1}}}" if part in values else part.value for part in node.values)
    return "".join(parts)


def _refusals(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
        yield from _branches(node.exc.args[0]) if node.exc.args else ()
    elif isinstance(node, ast.Call) and called(node) == "refuse":
        yield from _branches(node.args[-1])
    elif isinstance(node, ast.Assign) and any(_is_kept(target) for target in node.targets):
        yield from _branches(node.value)


def _is_kept(target: ast.AST) -> bool:
    return getattr(target, "id", getattr(target, "attr", "")) in KEPT


def _branches(node: ast.AST) -> list[ast.AST]:
    return [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]


def collect() -> tuple[list[str], list[str]]:
    """Write the catalogue anew. Returns the texts without Chinese, and those that went."""
    said, known = texts(), read()
    catalogue = Catalog(fuzzy=False)
    for text, places in said.items():
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
