"""Every table that others read is in the reference, in both languages, and in an exposure; the reference names no other."""

import re
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).parents[2]
MARTS = {path.stem for path in (PROJECT / "models" / "marts").glob("*.sql")}
COMPARED = {path.stem for path in (PROJECT / "models" / "replication").glob("fct_*.sql")}
CONTRACTS = sorted(
    path
    for name in ("fct_*.yml", "dim_*.yml")
    for path in (PROJECT / "models").rglob(name)
    if "__" not in path.stem
)
TABLE_ROW = re.compile(r"^\| (`(?:dim|fct)_.*?) \|", re.MULTILINE)


def test_every_mart_is_in_an_exposure():
    exposures = yaml.safe_load((PROJECT / "models" / "exposures.yml").read_text(encoding="utf-8"))[
        "exposures"
    ]
    named = {
        re.fullmatch(r"ref\('(\w+)'\)", one).group(1) for each in exposures for one in each["depends_on"]
    }
    assert named >= MARTS | COMPARED


@pytest.mark.parametrize("name", ["reference.md", "reference.zh.md"])
def test_every_mart_is_in_the_table_of_the_reference(name):
    text = (PROJECT / "docs" / name).read_text(encoding="utf-8")
    named = [table for cell in TABLE_ROW.findall(text) for table in re.findall(r"`(\w+)`", cell)]
    assert sorted(named) == sorted(MARTS)
    assert all(f"`replication.{table}`" in text for table in COMPARED)


def contract(path):
    (model,) = yaml.safe_load(path.read_text(encoding="utf-8"))["models"]
    return model


def columns(path):
    return {column["name"]: column["data_type"] for column in contract(path)["columns"]}


@pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: path.stem)
def test_a_table_with_floating_numbers_is_searched_for_nan(path):
    is_floating = not {"double", "float"}.isdisjoint(columns(path).values())
    assert is_floating == ("finite_numbers" in contract(path).get("data_tests", []))


@pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: path.stem)
def test_a_fact_with_variants_says_which_rows_are_the_default(path):
    has = columns(path)
    if "variant_code" in has and path.stem.startswith("fct_"):
        assert has.get("is_default") == "boolean"


@pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: path.stem)
def test_a_mart_has_one_grain(path):
    """`select distinct` over a whole table gives the grain of another one."""
    sql = path.with_suffix(".sql").read_text(encoding="utf-8")
    assert not re.search(r"^select distinct\b", sql, re.MULTILINE)
