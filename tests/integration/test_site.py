"""The site of the documentation needs no network, leads nowhere that is not there, and is searched in both languages."""

import json
import re
import shutil
from urllib.parse import unquote

import pytest

from tests.pages import DOCS, ENGLISH, PROJECT


@pytest.fixture(scope="module")
def site(built, tmp_path_factory):
    """The folder of the site, as `make docs` writes it."""
    project = built.copy_to(tmp_path_factory.mktemp("site") / "project")
    shutil.copytree(DOCS, project.folder / "docs")
    shutil.copyfile(PROJECT / "mkdocs.yml", project.folder / "mkdocs.yml")
    for command in (("nianjian", "docs"), ("mkdocs", "build", "--quiet", "--strict")):
        done = project.run(*command, NO_MKDOCS_2_WARNING="1")
        assert done.returncode == 0, done.stdout + done.stderr
    return project.folder / "warehouse" / "site"


@pytest.fixture(scope="module")
def pages(site):
    """The text of every page of the site but that of every table, which is dbt's."""
    return {
        path: path.read_text(encoding="utf-8")
        for path in site.rglob("*.html")
        if path.name not in ("404.html", "tables.html")
    }


def test_every_page_is_there_in_both_languages(site, pages):
    wanted = {path.relative_to(DOCS).with_suffix(".html") for path in ENGLISH if path.is_relative_to(DOCS)}
    assert pages.keys() == {site / folder / path for folder in ("", "zh") for path in wanted}


def test_nothing_is_fetched_from_elsewhere(site, pages):
    for text in pages.values():
        assert not re.search(r'<(?:script|img|iframe|link)[^>]+(?:src|href)="?(?:https?:)?//', text)
    for path in site.rglob("*.css"):
        assert not re.search(r"(?:@import|url\()\s*[\"']?(?:https?:)?//", path.read_text(encoding="utf-8"))


def test_links_lead_to_pages_and_places_that_are_there(pages):
    places = {path.resolve(): set(re.findall(r'\bid="([^"]+)"', text)) for path, text in pages.items()}
    for path, text in pages.items():
        for link in re.findall(r'<(?:a|link|img|script)\b[^>]*?(?:href|src)="([^"]+)"', text):
            if re.match(r"https?:|data:|javascript:", link):
                continue
            # An absolute link would lead astray where the site is opened from disk.
            assert not link.startswith("/"), (path, link)
            place, _, anchor = unquote(link).partition("#")
            target = (path.parent / place).resolve() if place else path.resolve()
            assert target.is_file(), (path, link)
            assert not anchor or target not in places or anchor in places[target], (path, link)


def test_every_page_leads_to_the_page_of_every_table(site, pages):
    assert "fct_replication" in (site / "tables.html").read_text(encoding="utf-8")
    assert all(re.search(r'href="(?:\.\./)*tables\.html"', text) for text in pages.values())


@pytest.mark.parametrize("folder, term", [("", "quarantine"), ("zh", "熵权"), ("zh", "复算台账")])
def test_the_search_has_the_pages_of_its_language(site, folder, term):
    text = (site / folder / "search" / "search_index.js").read_text(encoding="utf-8")
    found = json.loads(text.removeprefix("var __index = "))["docs"]
    for entry in found:
        assert (site / folder / entry["location"].partition("#")[0]).is_file()
        assert not entry["location"].startswith("zh/")
    # Words of Chinese have marks of no width between them.
    assert any(
        term in re.split(r"[\W\u200b]+", f"{entry['title']} {entry['text']}".lower()) for entry in found
    )


def test_a_page_takes_the_search_index_of_its_language(site, pages):
    for path, text in pages.items():
        (base,) = re.findall(r'"base": "([^"]+)"', text)
        root = site / "zh" if path.is_relative_to(site / "zh") else site
        assert (path.parent / base).resolve() == root.resolve()
