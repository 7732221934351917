"""What is asked of the bureau's service for a study or for named indicators."""

from datetime import date
from pathlib import Path

import pytest

from nianjian.fetch.plan import DATABASES, plan
from nianjian.study.catalogue import Catalogue

CATALOGUE = Catalogue(Path(__file__).parents[3] / "seeds" / "reference")
TODAY = date(2026, 1, 1)


def planned(system="", labels=(), years="", regions="provinces"):
    return plan(CATALOGUE, system, labels, years, regions, TODAY)


def test_a_system_is_asked_for_in_its_years_and_a_ratio_by_its_parts():
    found = planned("new_urbanization")
    asked = {request.indicator: request for request in found.requests}
    assert {"gdp", "value_added_secondary", "value_added_tertiary", "park_green_space_per_capita"} <= set(
        asked
    )
    assert "secondary_tertiary_share" not in asked
    assert len(asked) == len(found.requests)
    assert {request.years for request in found.requests} == {"2006-2019"}
    assert asked["gdp"].database == "分省年度数据"


def test_every_indicator_of_the_three_studies_has_a_path_or_a_reason():
    for system in ("new_urbanization", "demographic_dividend", "ai_proxies"):
        assert [code for code, why in planned(system).absent.items() if not why] == []


def test_names_and_codes_are_asked_for_in_the_last_ten_years():
    found = planned(labels=["gdp", "年末常住人口（万人）"])
    assert [(request.indicator, request.years) for request in found.requests] == [
        ("gdp", "2016-2025"),
        ("resident_population", "2016-2025"),
    ]


def test_what_the_bureau_does_not_publish_is_told_with_the_reason():
    found = planned(labels=["marketisation_index"])
    assert (found.requests, found.absent) == (
        [],
        {"marketisation_index": "An index of researchers, not of the bureau"},
    )


def test_what_has_no_row_is_told_too():
    assert planned(labels=["cotton_output"]).absent == {"cotton_output": ""}


@pytest.mark.parametrize("years, span", [("2019", "2019-2019"), ("2010-2019", "2010-2019")])
def test_years_are_one_or_a_span(years, span):
    assert planned(labels=["gdp"], years=years).requests[0].years == span


@pytest.mark.parametrize("years", ["19", "2019-", "2019, 2020", "2019-2010", "2019-2030"])
def test_years_that_are_none_are_refused(years):
    with pytest.raises(ValueError, match="years"):
        planned(labels=["gdp"], years=years)


def test_an_unknown_system_is_told_with_those_there_are():
    with pytest.raises(ValueError, match="there is no system 'x'; there are innovation_capability, "):
        planned("x")


def test_a_row_has_path_and_label_or_a_reason():
    for row in CATALOGUE.rows("nbs_paths"):
        assert bool(row["path"]) == bool(row["indicator_label"]), row
        assert row["path"] or row["note_en"], row
        assert row["database_label"] in DATABASES.values()


def test_what_the_service_calls_an_indicator_is_known_to_the_landing():
    """Its label, without the unit, is a name or an alias of the indicator that the row maps."""
    wrong = {}
    for row in CATALOGUE.rows("nbs_paths"):
        if row["path"]:
            try:
                found = CATALOGUE.indicator(row["indicator_label"], "nbs")
            except LookupError as error:
                found = str(error)
            if found != row["indicator_code"]:
                wrong[row["indicator_code"]] = (row["indicator_label"], found)
    assert wrong == {}
