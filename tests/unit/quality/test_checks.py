"""Importing Great Expectations takes some seconds; no other module of tests does."""

import pandas as pd
import pytest

from nianjian.quality import checks

FACTS = pd.DataFrame(
    {
        "region_code": ["110000", "120000", None],
        "year": [2019, 2020, 2021],
        "share": [0.1, 0.5, 1.5],
        "form": ["unit", "half", "unit"],
        "region": ["north", "north", "north"],
    }
)
REGIONS = pd.DataFrame({"region_code": ["110000", "120000"]})
FRAMES = {"fct": FACTS, "dim_region": REGIONS, "empty": FACTS.head(0)}


def entry(expect, **arguments):
    return {
        "expect": f"expect_{expect}",
        "with": arguments,
        "severity": "warn",
        "en": "What holds",
        "zh": "应成立",
    }


def outcome(expect, mart="fct", **arguments):
    found = checks.run(FRAMES, {mart: [entry(expect, **arguments)]})
    return found.iloc[0]


@pytest.mark.parametrize(
    ("expect", "arguments", "unexpected", "examples"),
    [
        ("column_values_to_not_be_null", {"column": "region_code"}, 1, None),
        ("column_values_to_be_between", {"column": "share", "min_value": 0, "max_value": 1}, 1, "1.5"),
        ("column_values_to_be_between", {"column": "year", "max_value": 2018}, 3, "2019, 2020, 2021"),
        ("column_values_to_be_in_set", {"column": "form", "value_set": ["half"]}, 2, "unit, unit"),
        (
            "column_values_to_be_in_set",
            {"column": "form", "in_column": ["dim_region", "region_code"]},
            3,
            "unit, half, unit",
        ),
        ("compound_columns_to_be_unique", {"column_list": ["form", "region"]}, 2, None),
        ("column_min_to_be_between", {"column": "year", "min_value": 1, "max_value": 1}, 0, ""),
        ("table_row_count_to_be_between", {"min_value": 4}, 0, ""),
    ],
)
def test_a_check_fails_and_says_how_often_and_for_what(expect, arguments, unexpected, examples):
    found = outcome(expect, **arguments)
    assert not found.is_passed
    assert (found.rows_checked, found.rows_unexpected) == (3, unexpected)
    assert examples is None or found.examples == examples


@pytest.mark.parametrize(
    ("expect", "arguments"),
    [
        ("column_values_to_not_be_null", {"column": "year"}),
        ("column_values_to_be_between", {"column": "share", "min_value": 0, "max_value": 1.5}),
        ("column_values_to_be_in_set", {"column": "form", "value_set": ["half", "unit"]}),
        ("column_values_to_be_in_set", {"column": "region_code", "in_column": ["dim_region", "region_code"]}),
        ("compound_columns_to_be_unique", {"column_list": ["form", "year"]}),
        ("column_min_to_be_between", {"column": "year", "min_value": 2019, "max_value": 2019}),
        ("table_row_count_to_be_between", {"min_value": 3}),
    ],
)
def test_a_check_passes(expect, arguments):
    found = outcome(expect, **arguments)
    assert found.is_passed
    assert found.rows_unexpected == 0


def test_a_check_with_a_condition_looks_at_those_rows_only():
    wanted = {"column": "share", "max_value": 0.5}
    assert not outcome("column_values_to_be_between", **wanted).is_passed
    found = outcome("column_values_to_be_between", **wanted, row_condition=["form", "half"])
    assert found.is_passed
    assert found.rows_checked == 1


def test_the_result_repeats_what_was_asked():
    found = outcome("compound_columns_to_be_unique", column_list=["form", "year"])
    assert list(found.index) == checks.COLUMNS
    assert found[["mart", "expectation", "column_name"]].tolist() == [
        "fct", "expect_compound_columns_to_be_unique", "form, year",
    ]  # fmt: skip
    assert found[["check_name_en", "check_name_zh", "severity"]].tolist() == ["What holds", "应成立", "warn"]


def test_an_empty_mart_has_no_wrong_values_but_too_few_rows():
    assert outcome("column_values_to_be_between", mart="empty", column="share", max_value=1).is_passed
    assert not outcome("table_row_count_to_be_between", mart="empty", min_value=1).is_passed


def test_nothing_to_check_gives_an_empty_table():
    assert list(checks.run(FRAMES, {}).columns) == checks.COLUMNS


@pytest.mark.parametrize(
    "arguments",
    [
        {"column": "typo", "max_value": 1},
        {"column": "share", "max_value": 1, "row_condition": ["typo", 1]},
        {"column": "share", "in_column": ["dim_region", "typo"]},
    ],
)
def test_a_column_that_is_not_there_is_an_error_with_the_name_of_the_check(arguments):
    expect = "column_values_to_be_in_set" if "in_column" in arguments else "column_values_to_be_between"
    with pytest.raises(ValueError, match=r"fct: What holds: .*typo"):
        outcome(expect, **arguments)


def test_no_check_changes_a_frame():
    before = FACTS.copy(deep=True)
    outcome("column_values_to_be_between", column="share", max_value=1, row_condition=["form", "half"])
    pd.testing.assert_frame_equal(FACTS, before)


def test_every_entry_of_the_suites_is_complete_and_told_apart_by_name():
    suites = checks.suites()
    assert suites
    for mart, entries in suites.items():
        for wanted in entries:
            assert set(wanted) == {"expect", "with", "severity", "en", "zh"}, (mart, wanted)
            assert wanted["severity"] in ("error", "warn"), (mart, wanted)
            assert wanted["en"] and wanted["zh"], (mart, wanted)
        for language in ("en", "zh"):
            names = [wanted[language] for wanted in entries]
            assert len(names) == len(set(names)), mart


def test_every_expectation_of_the_suites_exists():
    import great_expectations as gx

    for mart, entries in checks.suites().items():
        for wanted in entries:
            assert hasattr(gx.expectations, checks._class_name(wanted["expect"])), (mart, wanted["expect"])
