"""Every table that others read is in the reference, in both languages, and in an exposure; the reference names no other."""

import re
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).parents[2]
MARTS = {path.stem for path in (PROJECT / "models" / "marts").glob("*.sql")}
COMPARED = {path.stem for path in (PROJECT / "models" / "replication").glob("fct_*.sql")}
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
