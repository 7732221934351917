from datetime import date

import duckdb
import pytest

from nianjian.inspect.due import due
from nianjian.inspect.due_text import as_text

# A yearbook of October with two indicators, of which a study uses one by a derived ratio; a report that nobody uses.
TABLES = """
create schema reference; create schema indicators; create schema marts;
create table reference.release_calendar as
    select * from (values
        ('yearbook', '年鉴', 'Yearbook', '局', 'Bureau', 'nbs', 'province', 10, 31, 1),
        ('report', '报告', 'Report', '府', 'Government', 'reports', 'province', 2, 28, 0)
    ) as t (publication_code, name_zh, name_en, publisher_zh, publisher_en, source_code, level, usual_month, usual_day, lag_years);
create table reference.calendar_indicators as
    select * from (values ('yearbook', 'gdp'), ('yearbook', 'people'), ('report', 'words')) as t (publication_code, indicator_code);
create table reference.regions as
    select * from (values ('420000', 'province'), ('420100', 'prefecture')) as t (region_code, level);
create table reference.systems as
    select * from (values ('growth', null), ('printed', 'published'), ('cities', null)) as t (system_code, source_code);
create table reference.system_indicators as
    select * from (values ('growth', 'gdp_per_head'), ('printed', 'gdp'), ('cities', 'gdp')) as t (system_code, indicator_code);
create table reference.system_drivers as select 'growth' as system_code, 'people' as indicator_code where false;
create table reference.derived_parts as select 'gdp_per_head' as indicator_code, 'gdp' as part_code;
create table indicators.ind_system_regions as
    select * from (values ('growth', '420000'), ('printed', '420000'), ('cities', '420100')) as t (system_code, region_code);
create table marts.dim_release as
    select * from (values
        ('nbs_2024_10', 'nbs', 'Of 2024', date '2024-10-20', false),
        ('nbs_2025_11', 'nbs', 'Of 2025', date '2025-11-05', false),
        ('sample', 'nbs', 'Invented', date '2025-11-05', true)
    ) as t (release_code, source_code, title, published_on, is_synthetic);
create table marts.fct_observation as
    select * from (values
        ('420000', 'gdp', 2023, 'nbs_2024_10', 1.0, 'reported', false),
        ('420000', 'people', 2023, 'nbs_2024_10', 1.0, 'reported', false),
        ('420000', 'gdp', 2024, 'nbs_2025_11', 1.0, 'reported', false),
        ('420100', 'people', 2024, 'nbs_2025_11', 1.0, 'reported', false),
        ('420000', 'people', 2024, 'sample', 1.0, 'reported', true)
    ) as t (region_code, indicator_code, year, release_code, value, status, is_synthetic);
"""


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        connection.execute(TABLES)
        yield connection


def of(found, code):
    (publication,) = [each for each in found["publications"] if each["publication_code"] == code]
    return publication


def test_until_its_day_the_issue_before_is_what_is_expected(connection):
    yearbook = of(due(connection, date(2025, 10, 30)), "yearbook")
    assert (yearbook["state"], yearbook["due_on"], yearbook["reference_year"]) == ("in", "2024-10-31", 2023)
    assert yearbook["next_on"] == "2025-10-31"


def test_from_its_day_on_a_publication_without_its_year_is_overdue(connection):
    yearbook = of(due(connection, date(2025, 10, 31)), "yearbook")
    assert (yearbook["state"], yearbook["days"], yearbook["reference_year"]) == ("overdue", 0, 2024)
    assert (yearbook["last_year"], yearbook["since"]) == (2023, [])


def test_figures_of_a_sample_and_of_another_level_do_not_count(connection):
    yearbook = of(due(connection, date(2025, 11, 15)), "yearbook")
    assert (yearbook["state"], yearbook["indicators_in"], yearbook["indicators"]) == ("partly", 1, 2)
    assert [release["release_code"] for release in yearbook["since"]] == ["nbs_2025_11"]


def test_what_is_published_later_than_the_day_is_not_known(connection):
    assert of(due(connection, date(2025, 11, 4)), "yearbook")["indicators_in"] == 0


def test_a_study_is_concerned_by_what_it_is_worked_out_from_at_its_level_and_of_its_source(connection):
    found = due(connection, date(2025, 11, 15))
    assert of(found, "yearbook")["systems"] == ["growth"]
    assert of(found, "report")["systems"] == []


def test_the_text_names_what_lacks_what_came_and_what_comes(connection):
    text = as_text(due(connection, date(2025, 11, 15)))
    first, *lines = text.splitlines()
    assert first == "As of 2025-11-15: 2 of 2 publications of the release calendar are overdue."
    (yearbook,) = [line.split() for line in lines if line.startswith("Yearbook")]
    assert yearbook == ["Yearbook", "nbs", "2025-10-31", "15", "2024", "2024", "1/2", "growth"]
    assert "2025-11-05   nbs_2025_11  Of 2025" in text
    assert lines[-2:] == ["2026-02-28  Report", "2026-10-31  Yearbook"]


def test_a_warehouse_without_a_calendar_is_told(connection):
    connection.execute("drop table reference.release_calendar")
    with pytest.raises(ValueError, match="no release calendar: run `make build` first"):
        due(connection, date(2025, 11, 15))
