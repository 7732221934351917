"""A score of a small warehouse made by hand, followed to its cells."""

import json

import duckdb
import pytest

from nianjian.inspect.trace import NotTraceable, trace
from nianjian.inspect.trace_text import as_text
from nianjian.methods import scores

# Two systems. `chains` weighs within two subsystems; region A lacks `jobs` in 2021, which lies between 10 and 30.
# `whole` weighs over both subsystems. Two regions are called Suzhou.
TABLES = """
create schema marts; create schema indicators; create schema replication; create schema published;

create table marts.dim_system as from (values
    ('chains', '两链', 'Two chains', 'subsystem', 'sum_year'), ('whole', '整体', 'Whole', 'system', 'sum_year'),
    ('empty', '空', 'Empty', 'system', 'sum_year')
) as t (system_code, name_zh, name_en, weight_scope, default_variant_code);
create table marts.dim_method_variant as from (values
    ('sum_year', '加权', 'Weighted sum', 'min_max', 'year', 0.01, false, 'weighted_sum', 'none', 'matrix'),
    ('shifted', '平移', 'Shift kept', 'min_max', 'pooled', 0.5, true, 'weighted_sum', 'none', 'matrix'),
    ('topsis', '逼近', 'TOPSIS', 'min_max', 'year', 0.0, false, 'topsis', 'min_max', 'matrix'),
    ('unused', '未用', 'Unused', 'min_max', 'year', 0.0, false, 'topsis', 'min_max', 'matrix')
) as t (variant_code, name_zh, name_en, normalisation, scope, zero_shift, is_shift_in_scores, scoring, topsis_norm,
    topsis_weighting);
create table marts.dim_region as from (values
    ('A', 1949, 1999, '甲县', '甲', 'Jia county'), ('A', 2000, null, '甲市', '甲', 'Jia'),
    ('B', 1949, null, '苏州市', '苏州', 'Suzhou'), ('C', 1949, null, '宿州市', '宿州', 'Suzhou'),
    ('D', 1949, null, '丁市', '丁', 'Ding'), ('E', 1949, null, '戊甲市', '甲市', 'Wu')
) as t (region_code, valid_from, valid_to, name_zh, short_name_zh, name_en);
create table marts.dim_indicator as from (values
    ('gdp', '产值', 'Output', 'cny_100m', '亿元', '100m CNY'), ('jobs', '就业', 'Jobs', 'person', '人', 'persons'),
    ('air', '空气', 'Air', 'percent', '%', '%')
) as t (indicator_code, name_zh, name_en, unit_code, unit_symbol_zh, unit_symbol_en);
create table marts.dim_system_indicator as
select system_code, t.* from (values ('chains'), ('whole')) as systems (system_code), (values
    ('one', '一', 'One', 0.25, 'gdp', 1, true, 0.0), ('two', '二', 'Two', 0.75, 'jobs', 1, true, 0.1),
    ('two', '二', 'Two', 0.75, 'air', 2, false, 0.5)
) as t (subsystem_code, subsystem_name_zh, subsystem_name_en, contribution, indicator_code, sort_order, is_kept,
    not_reported_share);

create table marts.fct_indicator_panel as
select system_code, t.* from (values ('chains'), ('whole')) as systems (system_code), (values
    ('one', 'A', 2021, 'gdp', 1, 3.0, 'reported', false), ('two', 'A', 2021, 'jobs', -1, 20.0, 'interpolated', true),
    ('one', 'B', 2021, 'gdp', 1, 5.0, 'reported', false), ('two', 'B', 2021, 'jobs', -1, 0.0, 'reported', false),
    ('one', 'C', 2021, 'gdp', 1, 1.0, 'reported', false), ('two', 'C', 2021, 'jobs', -1, 40.0, 'reported', false),
    ('one', 'B', 2020, 'gdp', 1, 9.0, 'reported', false)
) as t (subsystem_code, region_code, year, indicator_code, direction, value, status, is_synthetic);
create table marts.fct_normalised_value as
select system_code, variant_code, region_code, year, indicator_code, 0.5 as normalised_value, 'normalise 2.0' as method_version
from marts.fct_indicator_panel, (values ('sum_year'), ('shifted'), ('topsis')) as t (variant_code);
create table marts.fct_weight as
select system_code, variant_code, indicator_code, 2021 as year, case system_code when 'chains' then 1.0 else weight end
    as weight, 'normalise 2.0, weights 1.5' as method_version
from (values ('chains'), ('whole')) as s (system_code), (values ('sum_year'), ('shifted'), ('topsis')) as v (variant_code),
    (values ('gdp', 0.4), ('jobs', 0.6)) as t (indicator_code, weight);
create table marts.fct_score as
select system_code, variant_code, subsystem_code, region_code, 2021 as year, score, 2 as rank, 1 as tier,
    variant_code = 'sum_year' as is_default, date '2026-01-31' as release_horizon, 'scores 1.0' as method_version
from (values ('chains'), ('whole')) as s (system_code), (values ('sum_year', 0.5), ('shifted', 1.0), ('topsis', 0.5))
    as v (variant_code, score), (values ('one'), ('two'), ('total')) as p (subsystem_code),
    (values ('A'), ('B'), ('C')) as r (region_code);

create table indicators.ind_system_observations as
select system_code, t.* from (values ('chains'), ('whole')) as systems (system_code), (values
    ('A', 'gdp', 2020, 'r1'), ('A', 'gdp', 2021, 'r1'), ('A', 'gdp', 2022, 'r1'),
    ('A', 'jobs', 2018, 'r1'), ('A', 'jobs', 2020, 'r1'), ('A', 'jobs', 2022, 'r2'), ('A', 'air', 2020, 'r3')
) as t (region_code, indicator_code, year, release_code);
create table marts.fct_observation as
select *, 'reported' as status, 'file.xls' as source_file, 'sheet 1' as source_sheet, year - 2000 as source_row, 'G' as source_column,
    concat_ws('|', release_code, indicator_code, year) as cell_id
from (values
    ('A', 'gdp', 2020, 'r1', 1.0, 'cny_100m', '10000', 'cny_10k'), ('A', 'gdp', 2021, 'r1', 3.0, 'cny_100m', '30000', 'cny_10k'),
    ('A', 'gdp', 2021, 'r0', 9.0, 'cny_100m', '90000', 'cny_10k'), ('A', 'gdp', 2022, 'r1', 4.0, 'cny_100m', '40000', 'cny_10k'),
    ('A', 'jobs', 2018, 'r1', 0.0, 'person', '0', 'person'), ('A', 'jobs', 2020, 'r1', 10.0, 'person', '10', 'person'),
    ('A', 'jobs', 2022, 'r2', 30.0, 'person', '30', 'person'), ('A', 'air', 2020, 'r3', 80.0, 'percent', '80', 'percent')
) as t (region_code, indicator_code, year, release_code, value, unit_code, value_text, printed_unit_code);
create table marts.dim_release as
select *, '来源' as source_name_zh, 'Source' as source_name_en, date '2023-05-01' as published_on,
    'month' as published_on_precision, 'final' as maturity, null as note
from (values ('r0', 'Old', false), ('r1', 'Yearbook', false), ('r2', 'Made up', true), ('r3', 'Air', false))
    as t (release_code, title, is_synthetic);

create table marts.fct_derived_part as
from (values ('r1|gdp|2021', 'A', 'jobs', 'numerator', 2020, -2.0, 10.0, 'person', 'r1', 'r1|jobs|2020')) as t (
    derived_cell_id, region_code, part_code, role, part_year, coefficient, part_value, part_unit_code, release_code,
    part_cell_id)
where false;

create table marts.fct_firm_file as
from (values ('r1', 'firms/r1/enterprises.csv', 'enterprises', 9, 8, 1, 'abc'), ('r9', 'firms/r9/x', 'patents', 1, 1, 0, ''))
    as t (release_code, source_file, firm_table, rows_read, rows_accepted, rows_quarantined, sha256);

create table published.published_tables as from (values ('9', 'a', '1', 'chains'), ('9', 'a', '2', 'whole'))
    as t (doc_id, article, table_no, system_code);
create table replication.rep_printed_results as from (values
    ('c1', 'A', 2021, 2021), ('c2', 'A', 2020, 2021), ('c3', 'B', 2021, 2021), ('c4', 'A', 2021, 2021)
) as t (cell_id, region_code, first_year, last_year);
create table replication.fct_replication as
select *, '9' as doc_id, 'a' as article, 'rank' as measure, '0.50' as printed_text, 0.5 as recomputed_value,
    null::varchar as recomputed_text, 'match' as status, true as is_exact, null as reason_zh, null as reason_en
from (values ('c1', 'sum_year', '1'), ('c1', 'topsis', '1'), ('c2', 'sum_year', '1'), ('c3', 'sum_year', '1'),
    ('c4', 'sum_year', '2')) as t (cell_id, variant_code, table_no);
"""


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        connection.execute(TABLES)
        # Literals are decimals; the warehouse holds doubles.
        decimals = """
            select format('alter table {}.{} alter {} type double', table_schema, table_name, column_name)
            from information_schema.columns
            where starts_with(data_type, 'DECIMAL')
        """
        for (statement,) in connection.sql(decimals).fetchall():
            connection.execute(statement)
        yield connection


def indicator(found, code):
    (row,) = (row for row in found["indicators"] if row["indicator_code"] == code)
    return row


def test_subsystems_with_weights_of_their_own_add_up_by_their_contributions(connection):
    found = trace(connection, "chains", "A", 2021)
    assert found["score"]["recomputed"] == pytest.approx(0.25 * 0.5 + 0.75 * 0.5)
    assert found["score"]["formula"] == "sum of contribution x subsystem score"
    assert [(part["subsystem_code"], part["recomputed"]) for part in found["subsystems"]] == [
        ("one", 0.5),
        ("two", 0.5),
    ]
    assert found["ties"] and found["variant"]["is_default"] and found["score"]["region_count"] == 3


def test_weights_over_the_system_are_brought_to_one_for_a_subsystem(connection):
    found = trace(connection, "whole", "A", 2021)
    assert found["score"]["formula"] == "sum of weight x normalised"
    assert found["subsystems"][0]["formula"] == "sum of weight x normalised / sum of weights"
    assert found["ties"]


def test_each_method_is_told_once_with_its_version(connection):
    text = as_text(trace(connection, "whole", "A", 2021))
    assert "Versions   scores 1.0, normalise 2.0, weights 1.5\n" in text


def test_a_shift_that_stays_in_scores_is_part_of_the_sum(connection):
    found = trace(connection, "whole", "A", 2021, "shifted")
    assert found["score"]["formula"] == "sum of weight x (normalised + 0.5)"
    assert found["ties"] and not found["variant"]["is_default"]


def test_a_score_that_is_no_sum_is_made_again_with_all_regions_of_the_year(connection):
    # Of B, C and A, in units of the span: output 1, 0 and 0.5 (more is better), jobs 0, 1 and 0.5 (less is better).
    found = trace(connection, "whole", "A", 2021, "topsis")
    assert found["score"]["recomputed"] == pytest.approx(0.5) and found["ties"]
    text = as_text(found)
    assert "= TOPSIS closeness, no sum of parts = 0.500000, equal to the stored score" in text
    assert "weight 0.400000  产值" in text and "sum of weight" not in text and " x 0.5" not in text


def test_a_score_that_is_no_sum_and_does_not_follow_is_said(connection):
    connection.execute("update marts.fct_score set score = 0.7 where variant_code = 'topsis'")
    found = trace(connection, "whole", "A", 2021, "topsis")
    assert not found["score"]["ties"] and not found["ties"]
    assert "= 0.500000, NOT the stored score 0.7" in as_text(found)


def test_closenesses_of_subsystems_add_up_by_their_contributions(connection):
    found = trace(connection, "chains", "A", 2021, "topsis")
    assert found["score"]["recomputed"] == pytest.approx(0.25 * 0.5 + 0.75 * 0.5) and found["ties"]
    assert found["score"]["formula"] == "sum of contribution x subsystem score"


def test_a_new_scoring_is_followed_by_what_it_says_of_itself(connection, monkeypatch):
    best = scores.Scoring(
        lambda values, weights, direction, options: values.max(axis=-1),
        lambda options: "the highest value",
        reads="normalised",
        is_additive=False,
        is_bounded=True,
    )
    monkeypatch.setitem(scores.SCORINGS, "best", best)
    connection.execute("update marts.dim_method_variant set scoring = 'best' where variant_code = 'sum_year'")
    found = trace(connection, "whole", "A", 2021)
    assert found["ties"] and found["score"]["formula"] == "the highest value, no sum of parts"


def test_a_score_that_does_not_follow_is_said(connection):
    connection.execute("update marts.fct_score set score = score + 1e-8 where subsystem_code = 'one'")
    found = trace(connection, "chains", "A", 2021)
    assert [part["ties"] for part in found["subsystems"]] == [False, True]
    assert found["ties"] is False and "NOT the stored score 0.50000001" in as_text(found)


def test_a_reported_value_has_the_cell_of_its_own_release_in_the_unit_of_the_file(connection):
    (source,) = indicator(trace(connection, "chains", "A", 2021), "gdp")["sources"]
    assert (source["cell_id"], source["value_text"], source["value"]) == ("r1|gdp|2021", "30000", 3.0)
    text = as_text(trace(connection, "chains", "A", 2021))
    assert "printed 30000 cny_10k = 3 cny_100m: file.xls, sheet 1, row 21, column G" in text


def test_a_figure_summed_up_over_firm_rows_names_the_files_and_how_many_rows_counted(connection):
    connection.execute(
        "update marts.fct_observation set status = 'derived', value_text = 'sum over firm rows', "
        "source_sheet = 'industrial_chain', source_column = 'new_capital' where cell_id = 'r1|gdp|2021'"
    )
    found = trace(connection, "chains", "A", 2021)
    assert [(row["source_file"], row["rows_accepted"]) for row in found["firm_files"]] == [
        ("firms/r1/enterprises.csv", 8)
    ]
    text = as_text(found)
    assert "2021 3 cny_100m, sum over firm rows, release r1, industrial_chain, new_capital" in text
    assert "firms/r1/enterprises.csv" in text


def test_a_derived_figure_shows_the_cells_that_it_was_worked_out_from(connection):
    connection.execute(
        "update marts.fct_observation set status = 'derived', value_text = 'ratio' where cell_id = 'r1|gdp|2021'"
    )
    connection.execute("""
        insert into marts.fct_derived_part
        values ('r1|gdp|2021', 'A', 'jobs', 'numerator', 2022, -2.0, 30.0, 'person', 'r2', 'r2|jobs|2022')
    """)
    found = trace(connection, "chains", "A", 2021)
    (source,) = indicator(found, "gdp")["sources"]
    assert [part["part_cell_id"] for part in source["parts"]] == ["r2|jobs|2022"]
    text = as_text(found)
    assert "2021 3 cny_100m, worked out (ratio) from" in text
    assert (
        "numerator -2 x jobs 2022: 30 person, printed 30 person: file.xls, sheet 1, row 22, column G" in text
    )
    assert "cell r2|jobs|2022, release r2" in text


def test_a_figure_counted_in_a_report_names_the_report(connection):
    connection.execute(
        "update marts.fct_observation set status = 'derived', value_text = '3 terms of 90 words', "
        "source_file = 'reports/r1/A-2021.txt', source_sheet = null, source_column = 'words' "
        "where cell_id = 'r1|gdp|2021'"
    )
    text = as_text(trace(connection, "chains", "A", 2021))
    assert "2021 3 cny_100m, 3 terms of 90 words, release r1, reports/r1/A-2021.txt, words" in text


def test_a_corrected_figure_shows_what_stands_instead_of_the_printed_one(connection):
    connection.execute(
        "update marts.fct_observation set status = 'corrected', value = 12 where cell_id = 'r1|jobs|2020'"
    )
    assert "2020 printed 10 person = 12 person (corrected): file.xls" in as_text(
        trace(connection, "chains", "A", 2021)
    )


def test_an_interpolated_value_has_the_cells_of_its_nearest_neighbours(connection):
    found = trace(connection, "chains", "A", 2021)
    jobs = indicator(found, "jobs")
    assert [source["cell_id"] for source in jobs["sources"]] == ["r1|jobs|2020", "r2|jobs|2022"]
    assert jobs["ties"] and jobs["status"] == "interpolated"
    assert "20 人 persons, interpolated between 2020 and 2022, synthetic" in as_text(found)


def test_a_value_that_its_cells_do_not_give_is_said(connection):
    connection.execute("update marts.fct_observation set value = 31 where release_code = 'r2'")
    connection.execute("delete from marts.fct_observation where indicator_code = 'gdp'")
    found = trace(connection, "chains", "A", 2021)
    assert [row["ties"] for row in found["indicators"]] == [False, False] and found["ties"] is False
    assert as_text(found).count("NOT the value that its cells give") == 2


def test_extremes_are_those_of_the_scope(connection):
    by_year, pooled = (
        indicator(trace(connection, "chains", "A", 2021, variant), "gdp")
        for variant in ("sum_year", "shifted")
    )
    assert (by_year["lowest"], by_year["highest"]) == (1.0, 5.0)
    assert (pooled["lowest"], pooled["highest"]) == (1.0, 9.0)


def test_only_releases_that_the_score_came_from_are_listed(connection):
    found = trace(connection, "chains", "A", 2021)
    assert [(row["release_code"], row["is_synthetic"]) for row in found["releases"]] == [
        ("r1", False),
        ("r2", True),
    ]


def test_printed_results_are_those_of_system_variant_region_and_year(connection):
    assert [row["cell_id"] for row in trace(connection, "chains", "A", 2021)["printed_results"]] == ["c1"]
    assert "0.50" in as_text(trace(connection, "chains", "A", 2021))
    assert trace(connection, "chains", "A", 2021, "shifted")["printed_results"] == []


def test_an_indicator_that_left_the_system_is_named(connection):
    found = trace(connection, "chains", "A", 2021)
    assert [row["indicator_code"] for row in found["left_out"]] == ["air"]
    assert "Left the system, 50% not reported: 空气 Air (air)" in as_text(found)


def test_json_can_hold_it(connection):
    found = trace(connection, "chains", "A", 2021)
    assert json.loads(json.dumps(found)) == found


@pytest.mark.parametrize("name", ["A", "甲市", "甲", "jia", " JIA ", "Jia county"])
def test_a_region_goes_by_its_code_and_names_and_is_shown_by_the_name_of_the_year(connection, name):
    # 甲市 is also the short name of E, which the system does not measure.
    found = trace(connection, "chains", name, 2021)["region"]
    assert found == {"region_code": "A", "name_zh": "甲市", "name_en": "Jia"}


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (("none", "A", 2021), "no scores of a system 'none'; there are: chains, whole"),
        (("empty", "A", 2021), "no scores of a system 'empty'"),
        (("chains", "A", 2021, "unused"), "variant 'unused' of chains; there are: shifted, sum_year, topsis"),
        (
            ("chains", "suzhou", 2021),
            "'suzhou' fits several regions of chains, give the code: B 苏州市 Suzhou, C 宿州市",
        ),
        (("chains", "丁", 2021), "'丁' (D) is none of the regions of chains: A 甲市 Jia, B"),
        (
            ("chains", "x' or 1=1 --", 2021),
            'no region is called "x\' or 1=1 --", none of the regions of chains',
        ),
        (("chains", "A", 2020), "chains under sum_year has no score of A in 2020, but of 2021"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(connection, asked, message):
    with pytest.raises(NotTraceable) as error:
        trace(connection, *asked)
    assert message in str(error.value)
