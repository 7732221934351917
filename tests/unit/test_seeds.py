"""What must hold in the seeds that no test of dbt looks at."""

import csv
import re
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

SEEDS = Path(__file__).parents[2] / "seeds"
FILES = sorted(SEEDS.rglob("*.csv"))
BLANKS = re.compile(r"[\s\u3000\u00a0\u200b\ufeff]")


def rows(name):
    with open(next(SEEDS.rglob(f"{name}.csv")), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def column(name, key):
    return [row[key] for row in rows(name)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_said_in_one_language_is_said_in_the_other(path):
    for number, row in enumerate(rows(path.stem), start=2):
        assert None not in row and None not in row.values(), f"line {number}: wrong number of fields"
        for chinese in (name for name in row if name.endswith("_zh")):
            # `short_name_zh` stands beside the full English name.
            english = f"{chinese[:-3]}_en" if f"{chinese[:-3]}_en" in row else "name_en"
            assert bool(row[chinese]) == bool(row[english]), f"line {number}: {chinese}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_column_has_a_type_and_is_described_in_its_place(path):
    with open(path, encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    (seed,) = yaml.safe_load(path.with_suffix(".yml").read_text(encoding="utf-8"))["seeds"]
    assert seed["name"] == path.stem
    assert list(seed["config"]["column_types"]) == header
    assert [column["name"] for column in seed["columns"]] == header


@pytest.mark.parametrize(
    ("seed", "key"),
    [
        ("region_aliases", "alias"), ("regions", "name_zh"), ("regions", "short_name_zh"), ("unit_aliases", "alias"),
        ("missing_markers", "marker"),
    ],
)  # fmt: skip
def test_a_name_that_labels_without_blanks_are_compared_with_holds_none(seed, key):
    assert [text for text in column(seed, key) if BLANKS.search(text)] == []


def test_the_spans_of_a_region_code_do_not_overlap():
    spans = {}
    for row in rows("regions"):
        spans.setdefault(row["region_code"], []).append(
            (int(row["valid_from"]), int(row["valid_to"] or 9999))
        )
    for code, found in spans.items():
        assert all(first <= last for first, last in found), code
        found.sort()
        assert all(last < following for (_, last), (following, _) in pairwise(found)), code


def test_every_audit_has_a_rule_and_takes_part_in_the_findings():
    quality = SEEDS.parent / "models" / "quality"
    audits = {path.stem.removeprefix("audit_") for path in quality.glob("audit_*.sql")}
    assert audits == set(column("audit_rules", "audit_code"))
    findings = (quality / "fct_audit_finding.sql").read_text(encoding="utf-8")
    assert {audit for audit in audits if f'"{audit}"' in findings} == audits


def test_an_exception_names_one_finding_or_a_pattern_that_is_not_everything():
    for row in rows("audit_exceptions"):
        assert row["subject"].strip("*?[]|"), row
