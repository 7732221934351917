"""What the pages show is what happens: their commands, queries and programs run, and print what stands below them.

Each page is one session, from top to bottom, in a copy of the project as it ships, built.
"""

import csv
import io
import re
import shlex
import subprocess
import sys

import duckdb
import pytest

from tests.pages import DOCS, ENGLISH, PROJECT, RUN, SLIPS, as_table, blocks, name, read

# Of these it is enough that they are there: they install, ask others, or build what the session has built.
NOT_RUN = {"bench", "clean", "docs", "fetch", "figures", "format", "lint", "lock", "parity", "test"}
PAGES = [
    path
    for path in ENGLISH
    # The examples of single methods are doctests, run with the tests of the methods.
    if path.parent.name != "methods" and any(block.language in RUN for block in blocks(path))
]


class Session:
    """A built project in which a page is worked through; `said` is what the last block printed."""

    def __init__(self, project):
        self.project, self.said = project, ""

    def work(self, block):
        if block.title and block.title.startswith("seeds/"):
            self.project.add_rows(block.title.split("/")[-1][:-4], *csv.DictReader(io.StringIO(block.text)))
        elif block.title:
            path = self.project.folder / block.title
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        elif block.language == "diff":
            subprocess.run(["git", "apply"], cwd=self.project.folder, input=block.text, text=True, check=True)
        elif block.language in RUN:
            self.said = getattr(self, block.language)(block)
        elif block.language == "text" and not block.text.startswith(SLIPS):
            assert agrees(block.text, self.said), f"shown:\n{block.text}\nsaid:\n{self.said}"

    def sh(self, block):
        return "\n".join(self.command(line) for line in block.commands())

    def command(self, line):
        if line.startswith("make build"):
            return self.project.output if line == "make build" else ""
        if line.startswith("make "):
            if line.split()[1] in NOT_RUN:
                return ""
            done = subprocess.run(
                ["make", "--dry-run", *shlex.split(line)[1:]],
                cwd=PROJECT,
                capture_output=True,
                text=True,
                check=True,
            )
            (line,) = [said for said in done.stdout.splitlines() if said.startswith(".venv/bin/nianjian ")]
        program, *arguments = shlex.split(line)
        done = self.project.run(program.removeprefix(".venv/bin/"), *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def sql(self, block):
        with duckdb.connect(str(self.project.published), read_only=True) as connection:
            return as_table(connection.sql(block.text))

    def python(self, block):
        done = subprocess.run(
            [sys.executable, "-c", block.text],
            cwd=self.project.folder,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout


def agrees(shown, said):
    """Whether what is shown is what was said, but for what its lines `…` leave out."""
    rest = [line.rstrip() for line in said.strip("\n").splitlines()]
    parts = [part.strip("\n").splitlines() for part in f"\n{shown.rstrip()}\n".split("\n…\n")]
    for number, part in enumerate(parts):
        part = [line.rstrip() for line in part]
        last = len(rest) - len(part)
        places = range(last + 1) if number else range(min(1, last + 1))
        if number == len(parts) - 1 and part:
            places = range(last, last + 1) if number or last == 0 else ()
        at = next((place for place in places if rest[place : place + len(part)] == part), None)
        if at is None:
            return False
        rest = rest[at + len(part) :]
    return True


@pytest.mark.parametrize(
    "shown, said, is_so",
    [
        ("a\nb", "a\nb\n", True),
        ("a", "a\nb", False),
        ("b", "a\nb", False),
        ("a\n…", "a\nb", True),
        ("…\nb", "a\nb", True),
        ("…\na", "a\nb", False),
        ("a\n…\nc", "a\nb\nc", True),
        ("a\n…\nb\n…", "a\nc\nb\nd", True),
        ("b\n…\na", "a\nb", False),
        ("a\n…\nb\nc", "a\nb\nx\nb\nc", True),
    ],
)
def test_what_is_shown_agrees_with_what_was_said(shown, said, is_so):
    assert agrees(shown, said) == is_so


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_shows_what_happens(path, built, tmp_path):
    project = built.copy_to(tmp_path / "project")
    project.output = built.output
    session = Session(project)
    for block in blocks(path):
        session.work(block)


@pytest.mark.parametrize("page", ["index.md", "index.zh.md"])
def test_what_the_page_of_methods_says_of_printed_results_is_in_the_ledger(built, page):
    """Each "13 of 13" below Verified is the count of a table, a measure or two measures of the article under a variant."""
    counts = built.query("""
        select article, variant_code, table_no, measure, count(*) filter (status = 'match'), count(*)
        from replication.fct_replication
        where status != 'not_recomputable'
        group by article, variant_code, cube (table_no, measure)
    """)
    ledger = {}
    for article, variant, table, _, matching, printed in counts:
        ledger.setdefault((article, variant, table), set()).add((matching, printed))
    known = {}
    for (article, _, _), pairs in ledger.items():
        two = {(a + c, b + d) for a, b in pairs for c, d in pairs}
        known.setdefault(article, set()).update(pairs | two)
    found = 0
    for section in re.split(r"^## ", read(DOCS / "methods" / page), flags=re.MULTILINE):
        # Of networks the article prints no links: its figures are compared in tests of the method.
        if section.startswith(("Networks", "网络")):
            continue
        said = re.findall(r"^- \*\*(?:Verified|验证)\*\*.*(?:\n  .*)*", section, re.MULTILINE)
        for line in said:
            articles = re.findall("|".join(known), line)
            for one, other, third, fourth in re.findall(r"(\d+) of (\d+)|(\d+)个中(\d+)个", line):
                claim = (int(one), int(other)) if one else (int(fourth), int(third))
                assert any(claim in known[article] for article in articles), (claim, line)
                found += 1
    assert found > 10
