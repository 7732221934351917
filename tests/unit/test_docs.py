"""Pages of the documentation: both languages say the same, links lead somewhere, commands exist, no output is made up."""

import re
import subprocess

import pytest
import yaml

from nianjian.cli import parser
from tests.pages import DOCS, ENGLISH, PROJECT, RUN, SLIPS, blocks, chinese, name, prose, read

PAIRS = [path for path in ENGLISH if chinese(path).exists()]
ALL = [
    *ENGLISH,
    *map(chinese, PAIRS),
    PROJECT / "CONTRIBUTING.md",
    PROJECT / "data" / "landing" / "README.md",
]
MAKEFILE = read(PROJECT / "Makefile")
TARGETS = set(re.findall(r"^([a-z-]+):.*##", MAKEFILE, re.MULTILINE))
VARIABLES = set(re.findall(r"^(?:export \w+ := \$\()?([A-Z_]+)(?: \?=|\))", MAKEFILE, re.MULTILINE)) | set(
    re.findall(r"\$\((?:if \$\()?([A-Z_]+)\)", MAKEFILE)
)
# Pages on single methods, in English with Chinese headings.
ENGLISH_ONLY = {path for path in ENGLISH if path.parent.name == "methods" and path.stem != "index"}


def slug(heading):
    """The anchor of a heading, as GitHub and the site make it."""
    return re.sub(r"\s", "-", re.sub(r"[^\w\- ]", "", heading.strip().lower()))


def anchors(path):
    return {slug(head) for head in re.findall(r"^#+ (.*)$", prose(path), re.MULTILINE)}


def tables(path):
    """Of each table its rows and columns."""
    found = re.findall(r"(?:^\|.*\n)+", prose(path), re.MULTILINE)
    return [
        (table.count("\n"), {len(re.split(r"(?<!\\)\|", row)) - 2 for row in table.splitlines()})
        for table in found
    ]


def headings(path):
    return [len(marks) for marks in re.findall(r"^(#+) ", prose(path), re.MULTILINE)]


@pytest.mark.parametrize("path", ENGLISH, ids=name)
def test_a_page_is_there_in_both_languages(path):
    assert chinese(path).exists() != (path in ENGLISH_ONLY)


@pytest.mark.parametrize("path", PAIRS, ids=name)
def test_both_languages_have_the_same_parts(path):
    assert headings(path) == headings(chinese(path))
    assert tables(path) == tables(chinese(path))


@pytest.mark.parametrize("path", PAIRS, ids=name)
def test_both_languages_show_the_same_code(path):
    def said(page):
        return [
            (block.language, block.title, block.commands() if block.language == "sh" else block.text)
            for block in blocks(page)
            if block.language
        ]

    assert said(path) == said(chinese(path))


@pytest.mark.parametrize("path", ALL, ids=name)
def test_links_lead_somewhere(path):
    for link in re.findall(r"\]\(([^)]+)\)", prose(path)):
        if "://" in link:
            continue
        place, _, anchor = link.partition("#")
        target = (path.parent / place).resolve() if place else path
        # Written beside the pages when the site is built.
        if place.endswith("tables.html"):
            continue
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("path", ALL, ids=name)
def test_targets_and_variables_of_make_are_there(path):
    lines = [line for block in blocks(path) if block.language == "sh" for line in block.commands()]
    lines += re.findall(r"`(make [^`]+)`", prose(path))
    for line in lines:
        if not line.startswith("make "):
            continue
        words = re.sub(r'"[^"]*"', "x", line).split()[1:]
        targets = [word for word in words if "=" not in word]
        assert set(targets) <= TARGETS, line
        assert {word.split("=")[0] for word in words if "=" in word} <= VARIABLES, line


@pytest.mark.parametrize("path", ALL, ids=name)
def test_commands_of_the_library_are_those_that_it_knows(path):
    for block in blocks(path):
        for line in block.commands() if block.language == "sh" else []:
            if line.startswith(".venv/bin/nianjian "):
                assert parser().parse_args(line.split()[1:])


@pytest.mark.parametrize("path", ENGLISH, ids=name)
def test_output_stands_below_what_prints_it(path):
    found = blocks(path)
    for before, block in zip([None, *found], found, strict=False):
        if block.language == "text" and not block.text.startswith(SLIPS):
            assert before and before.language in RUN, block.text[:200]


@pytest.mark.parametrize("path", ENGLISH, ids=name)
def test_a_block_without_a_language_is_no_output(path):
    for block in blocks(path):
        if not block.language:
            assert not re.search(r"^-{3,}  +-{3,}", block.text, re.MULTILINE), block.text[:200]


@pytest.mark.parametrize("path", ENGLISH, ids=name)
def test_prose_tells_no_time_that_a_run_took(path):
    assert not re.search(
        r"\b\d+(?:\.\d+)? (?:s|seconds|min|minutes)\b(?!(?: of work)? and \d+ GB)", prose(path)
    )


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readme_is_short(name):
    assert len(read(PROJECT / name).splitlines()) <= 150


def test_the_first_change_is_told_in_forty_lines():
    assert len(read(DOCS / "first-change.md").splitlines()) <= 40


def test_the_glossary_is_short_and_names_each_term_once():
    terms = re.findall(r"^\| (.+?) \| (.+?) \|", prose(DOCS / "glossary.md"), re.MULTILINE)[2:]
    assert 40 <= len(terms) <= 60
    for column in zip(*terms, strict=True):
        assert len(set(column)) == len(terms)
    others = re.findall(r"^\| (.+?) \| (.+?) \|", prose(DOCS / "glossary.zh.md"), re.MULTILINE)[2:]
    assert [(english, term) for term, english in others] == terms


def rows(path, heading):
    """The first column of the table below a heading, as the names in it."""
    part = read(path).split(f"## {heading}\n")[1].split("\n## ")[0]
    return [
        word
        for cell in re.findall(r"^\| (`.*?) \|", part, re.MULTILINE)
        for word in re.findall("`(.*?)`", cell)
    ]


@pytest.mark.parametrize("path, heading", [("reference.md", "Commands"), ("reference.zh.md", "命令")])
def test_every_target_is_in_the_reference(path, heading):
    assert {word.removeprefix("make ") for word in rows(DOCS / path, heading)} == TARGETS - {"help"}


@pytest.mark.parametrize("path", ["reference.md", "reference.zh.md"])
def test_every_seed_and_system_is_in_the_reference(path):
    text = read(DOCS / path)
    for seed in PROJECT.glob("seeds/*/*.csv"):
        assert f"`{seed.stem}`" in text, seed.stem
    systems = [line.split(",")[0] for line in read(PROJECT / "seeds/reference/systems.csv").splitlines()[1:]]
    assert all(f"| `{system}` |" in text for system in systems)


def test_every_page_is_in_the_navigation_of_the_site():
    text = re.sub(r"!!python.*", "", read(PROJECT / "mkdocs.yml"))
    named = set(re.findall(r"[\w/-]+\.md", str(yaml.safe_load(text)["nav"])))
    assert named == {str(path.relative_to(DOCS)) for path in ENGLISH if path.is_relative_to(DOCS)}


def test_make_lists_what_the_pages_name():
    said = subprocess.run(["make", "help"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"make ([a-z-]+)", said)) >= TARGETS - {"help"}


@pytest.mark.parametrize("path", ["architecture.md", "architecture.zh.md"])
def test_versions_told_are_those_that_are_pinned(path):
    pins = dict(
        line.split("==")
        for file in PROJECT.glob("requirements/*.in")
        for line in read(file).splitlines()
        if "==" in line
    )
    part = read(DOCS / path).split("| --- | --- | --- |\n")[1].split("\n\n")[0]
    for row in part.splitlines():
        packages, versions, _ = (cell.strip() for cell in row.strip("|").split("|"))
        found = re.findall(r"\d+\.\d+\.\d+", versions)
        assert found == [pins[package] for package in re.split(", |、", packages)]
