"""The examples of every page on a method run, from the root of the project, and give what they show."""

import doctest
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
# The index has the formulas of all methods, and no examples.
PAGES = sorted(
    page for page in (ROOT / "docs" / "methods").glob("*.md") if not page.name.startswith("index.")
)


def examples(page):
    # A fence right after an example would be taken for expected output; blank lines keep the line numbers.
    text = re.sub(r"^[ \t]*```.*$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return doctest.DocTestParser().get_doctest(text, {}, page.stem, str(page), 0)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_examples_of_page(page, monkeypatch):
    monkeypatch.chdir(ROOT)
    test = examples(page)
    assert test.examples, f"{page.name} has no example"
    report = []
    doctest.DocTestRunner().run(test, out=report.append)
    assert not report, "".join(report)


def test_there_are_pages():
    assert PAGES
