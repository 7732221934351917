"""What a column means stands once: in the dictionary, or in the YAML of the one table that means something else."""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from nianjian.pipeline import dictionary

PROJECT = Path(__file__).parents[2]
DICTIONARY = dictionary.read(PROJECT)
REFERENCE = re.compile(r"\{\{ doc\(\"(\w+)\"\) \}\}")
# A word in each language: what stands left of the slash is English, what stands right of it is Chinese.
TWO_LANGUAGES = re.compile(r"[^\u4e00-\u9fff]*[A-Za-z].* / .*[\u4e00-\u9fff].*", re.DOTALL)


def described():
    """Every table that YAML describes as kind, name and what is said of it."""
    for folder in ("models", "python_models", "seeds"):
        for path in sorted((PROJECT / folder).rglob("*.yml")):
            said = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
            for kind in ("models", "seeds"):
                yield from ((kind, table["name"], table) for table in said.get(kind, []))


TABLES = list(described())
COLUMNS = [(kind, name, table, column) for kind, name, table in TABLES for column in table.get("columns", [])]
LITERALS = [
    (f"{table}.{column['name']}", column["description"])
    for _, table, _, column in COLUMNS
    if "description" in column and not REFERENCE.fullmatch(column["description"])
]


def test_the_doc_blocks_are_those_of_the_dictionary():
    written = (PROJECT / dictionary.DOC_BLOCKS).read_text(encoding="utf-8")
    assert written == dictionary.doc_blocks(DICTIONARY), "run `make dictionary`"


def test_every_column_of_a_contract_and_of_a_seed_has_a_meaning():
    assert [
        f"{name}.{column['name']}"
        for kind, name, _, column in COLUMNS
        if (kind == "seeds" or "data_type" in column) and not column.get("description")
    ] == []


def test_every_column_of_a_contract_is_in_the_dictionary():
    """It has its label there, also where the table says itself what it means."""
    named = {
        f"{name}.{column['name']}": column["name"] for _, name, _, column in COLUMNS if "data_type" in column
    }
    assert [where for where, name in named.items() if name not in DICTIONARY] == []


def test_a_reference_names_the_row_of_its_column():
    for _, table, _, column in COLUMNS:
        named = REFERENCE.findall(column.get("description", ""))
        assert named in ([], [column["name"]]), f"{table}.{column['name']}"
        assert set(named) <= set(DICTIONARY), f"{table}.{column['name']}: not in the dictionary"


def test_only_contracts_and_seeds_refer():
    """Elsewhere the dictionary speaks without being asked."""
    assert [
        f"{table}.{column['name']}"
        for kind, table, _, column in COLUMNS
        if kind == "models" and "data_type" not in column and REFERENCE.search(column.get("description", ""))
    ] == []


def test_no_column_is_listed_for_its_name_alone():
    assert [f"{table}.{column['name']}" for _, table, _, column in COLUMNS if set(column) == {"name"}] == []


def test_no_meaning_is_copied():
    common = {column.description: f"the dictionary, {name}" for name, column in DICTIONARY.items()}
    copied = [f"{where}: {common[text]}" for where, text in LITERALS if text in common]
    times = Counter(text for _, text in LITERALS)
    assert copied + [f"{where}: {text}" for where, text in LITERALS if times[text] > 1] == []


def test_no_two_columns_of_the_dictionary_mean_the_same():
    times = Counter(column.description for column in DICTIONARY.values())
    assert [text for text, number in times.items() if number > 1] == []


@pytest.mark.parametrize(
    ("where", "text"),
    [*LITERALS, *((name, table["description"]) for _, name, table in TABLES)],
    ids=lambda value: value if " " not in value else "",
)
def test_what_a_table_says_of_its_own_is_in_both_languages(where, text):
    assert TWO_LANGUAGES.fullmatch(text) and text.count(" / ") == 1, where


def test_the_dictionary_is_in_both_languages():
    for name, column in DICTIONARY.items():
        assert TWO_LANGUAGES.fullmatch(column.description), name
        assert column.description.count(" / ") == 1, f"{name}: the slash parts the languages"
        assert bool(column.unit_zh) == bool(column.unit_en), name


def test_a_type_is_that_of_the_dictionary():
    """Of a contract always, of a seed where it means what the dictionary says."""
    other = {}
    for kind, name, table, column in COLUMNS:
        told = column.get("data_type")
        if kind == "seeds" and REFERENCE.fullmatch(column["description"]):
            told = table["config"]["column_types"][column["name"]]
        if told and told != DICTIONARY[column["name"]].data_type:
            other[f"{name}.{column['name']}"] = told
    assert other == {}


def test_the_dictionary_has_no_row_that_nothing_uses():
    code = " ".join(
        path.read_text(encoding="utf-8")
        for folder in ("models", "python_models", "seeds", "nianjian/frames")
        for path in (PROJECT / folder).rglob("*.*")
        if path.suffix in (".sql", ".py", ".yml")
    )
    words = set(re.findall(r"\w+", REFERENCE.sub("", code)))
    assert set(DICTIONARY) - words == set()
