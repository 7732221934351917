import duckdb
import pytest

from nianjian.inspect import summary

TABLES = """
create schema published; create schema quality; create schema replication;
create table published.published_documents as
    select * from (values ('004', 'ai', 'AI (exact title unknown)'), ('004', 'bth', 'Chains')) as t (doc_id, article, title_en);
create table replication.fct_replication as
    select * from (values
        ('004', 'ai', '5', 'gini', '全国', '2011', '0.52', 2, 0.5243, 'match', true, true),
        ('004', 'ai', '5', 'gini', '全国', '2015', '0.34', 2, 0.355, 'mismatch', false, true),
        ('004', 'ai', '5', 'gini', '全国', '2015', '0.34', 2, 0.9, 'mismatch', false, false),
        ('004', 'ai', '5', 'gini', '全国', '2012', '0.30', 2, null, 'not_recomputable', null, true),
        ('004', 'ai', '5', 'share_within', '全国', '2011', '26.31', 2, 26.3124, 'match', false, true),
        ('004', 'bth', '7', 'total', '北京', '2023', '0.71', 2, 0.7123, 'match', true, true)
    ) as t (
        doc_id, article, table_no, measure, region_label, period_label, printed_text, printed_decimals, recomputed_value,
        status, is_exact, is_default
    );
create table quality.fct_quality_check as
    select * from (values
        ('warn', 'fct_share', 'Every share has a whole', 2, 'x', false), ('error', 'fct_score', 'Every row has a score', 0, '', true)
    ) as t (severity, mart, check_name_en, rows_unexpected, examples, is_passed);
create table quality.fct_audit_finding as
    select * from (values
        ('error', 'empty_systems', 's', 'no row', true), ('warn', 'whole_parts', 'c', 'sum is off', false)
    ) as t (severity, audit_code, subject, detail_en, is_excused);
"""


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        connection.execute(TABLES)
        yield connection


def rows(table):
    """The words of each row, below the head and the rule."""
    lines = table.splitlines()
    rule = next(number for number, line in enumerate(lines) if line.startswith("-"))
    return [line.split() for line in lines[rule + 1 :]]


def test_the_decomposition_sets_recomputed_beside_printed(connection):
    said = summary.dagum(connection)
    assert rows(said)[:2] == [
        ["总体基尼系数", "Gini,", "overall", "0.524", "0.52", "0.355", "0.34"],
        ["组内贡献率", "%", "Share", "within,", "%", "26.312", "26.31"],
    ]
    assert said.endswith("2 of 3 printed cells agree with the recomputed ones.")


def test_columns_line_up_though_chinese_characters_are_two_wide(connection):
    from wcwidth import wcswidth

    lines = summary.dagum(connection).splitlines()
    starts = {
        wcswidth(line[: line.index(name)])
        for name in ("Gini, overall", "Share within")
        for line in lines
        if name in line
    }
    assert len(starts) == 1


def test_the_ledger_counts_default_variants_by_article(connection):
    assert rows(summary.ledger(connection)) == [
        ["ai", "AI", "1", "1", "1", "1", "4"],
        ["bth", "Chains", "1", "0", "0", "0", "1"],
    ]


def test_problems_are_failed_checks_and_open_findings(connection):
    found = summary.problems(connection)
    assert "Every share has a whole" in found and "sum is off" in found
    assert "Every row has a score" not in found and "no row" not in found


def test_of_many_findings_the_first_few_are_shown(connection):
    connection.execute("""
        insert into quality.fct_audit_finding (severity, audit_code, subject, detail_en, is_excused)
        select 'warn', 'many', 'place ' || n, 'is off', false from range(10, 22) as numbers (n)
    """)
    found = summary.problems(connection)
    assert "place 14" in found and "place 15" not in found and "… and 7 more" in found


def test_without_problems_nothing_is_said(connection):
    connection.execute("update quality.fct_quality_check set is_passed = true")
    connection.execute("update quality.fct_audit_finding set is_excused = true")
    assert summary.problems(connection) == ""


def test_only_an_error_that_is_open_is_an_error(connection):
    assert not summary.has_errors(connection)
    connection.execute("update quality.fct_audit_finding set is_excused = false")
    assert summary.has_errors(connection)


def test_a_failed_check_of_level_error_is_an_error(connection):
    connection.execute("update quality.fct_quality_check set is_passed = false")
    assert summary.has_errors(connection)
