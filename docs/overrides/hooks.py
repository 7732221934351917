"""What the site needs beyond the settings of MkDocs: a page of every table, and a search that knows its language."""

import json
import re
from pathlib import Path

import jieba
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File

CHINESE = "zh/"


def on_config(config):
    """Let the terms of the glossary be words to the search, which cuts Chinese by jieba."""
    glossary = (Path(config.docs_dir) / "glossary.zh.md").read_text(encoding="utf-8")
    for term in re.findall(r"^\| ([^ |]+) \|", glossary, re.MULTILINE):
        jieba.add_word(term)


def on_files(files, config):
    """Put the page of every table into the site, if `nianjian docs` has written it."""
    page = Path(config.docs_dir).parent / "warehouse" / "docs.html"
    if page.exists():
        files.append(File.generated(config, "tables.html", abs_src_path=str(page)))
    return files


def on_page_content(html, **_):
    """What a command prints is nothing to search for."""
    return html.replace(
        '<div class="language-text highlight">', '<div class="language-text highlight" data-search-exclude>'
    )


def on_post_page(output, page, **_):
    """A Chinese page takes its search index from its own folder."""
    if not page.url.startswith(CHINESE):
        return output
    depth = page.url.count("/") - 1
    return re.sub(r'"base": "[./]+"', f'"base": "{"/".join([".."] * depth) or "."}"', output, count=1)


def page_of(entry):
    """The page that an entry of the search leads to."""
    return entry["location"].partition("#")[0]


# After the plugins have written the index of all pages.
@event_priority(-200)
def on_post_build(config):
    """Part the index of the search by language."""
    root = Path(config.site_dir)
    while not (root / "search" / "search_index.json").exists():
        root = root.parent
    index = json.loads((root / "search" / "search_index.json").read_text(encoding="utf-8"))
    if not any(each["location"].startswith(CHINESE) for each in index["docs"]):
        return
    chinese = [
        {**each, "location": each["location"].removeprefix(CHINESE)}
        for each in index["docs"]
        if each["location"].startswith(CHINESE)
    ]
    english = [each for each in index["docs"] if not each["location"].startswith(CHINESE)]
    # Pages that are there in English only are shown to both.
    written = {page_of(each) for each in chinese}
    parts = {"": english, CHINESE: chinese + [each for each in english if page_of(each) not in written]}
    for language, docs in parts.items():
        text = json.dumps({**index, "docs": docs}, ensure_ascii=False)
        folder = root / language / "search"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "search_index.json").write_text(text, encoding="utf-8")
        # What a page that is opened from disk may load.
        (folder / "search_index.js").write_text(f"var __index = {text}", encoding="utf-8")
