"""The pages of the documentation and what is on them, for the tests that run and compare them.

A fenced block says by its language what it is. `sh`, `sql` and `python` are run, and a `text` block that follows one is
what it prints, with lines `…` for what is left out. A block with a title is a file of that name; of a seed it is the
head and the rows that are added. A `diff` is a patch. A block without a language is a picture or a formula.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import duckdb
from tabulate import tabulate

PROJECT = Path(__file__).parents[1]
DOCS = PROJECT / "docs"
ENGLISH = [
    PROJECT / "README.md",
    *sorted(path for path in DOCS.rglob("*.md") if not path.name.endswith(".zh.md")),
]
RUN = ("sh", "sql", "python")
# What is said of a study with slips: a test of its own puts them in and compares.
SLIPS = "study.yml: "
FENCE = re.compile(r'^( *)```(\w*)(?: title="([^"]+)")?\n(.*?)^\1```$', re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the name of the file that it is, and its text."""

    language: str
    title: str | None
    text: str

    def commands(self) -> list[str]:
        """The lines of a block of commands, without comments."""
        return [line for line in (re.sub(r"(^|\s+)#.*", "", line) for line in self.text.splitlines()) if line]


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def blocks(path: Path) -> list[Block]:
    """The fenced blocks of a page, indented ones as if they were not."""
    return [
        Block(language, title or None, re.sub(f"^{indent}", "", text, flags=re.MULTILINE))
        for indent, language, title, text in FENCE.findall(read(path))
    ]


def prose(path: Path) -> str:
    """A page without its fenced blocks."""
    return FENCE.sub("", read(path))


def chinese(path: Path) -> Path:
    """The Chinese page that goes with an English one."""
    return path.with_name("README.zh-CN.md" if path.name == "README.md" else f"{path.stem}.zh.md")


def as_table(relation: duckdb.DuckDBPyRelation) -> str:
    """What a query gives, as pages show it: text as it is, numbers by their decimal point."""
    rows = relation.fetchall()
    texts = [at for at, kind in enumerate(relation.types) if str(kind) == "VARCHAR"] if rows else False
    return tabulate(rows, relation.columns, disable_numparse=texts)


def name(path: Path) -> str:
    return str(path.relative_to(PROJECT))
