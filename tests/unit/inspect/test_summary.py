import duckdb
import pytest

from nianjian.inspect import summary

TABLES = """
create schema marts; create schema published; create schema quality; create schema replication;
create table published.published_documents as
    select * from (values ('004', 'ai', 'AI (exact title unknown)'), ('004', 'bth', 'Chains')) as t (doc_id, article, title_en);
create table marts.dim_region as
    select * from (values ('110000', '北京', 'Beijing'), ('120000', '天津', 'Tianjin'), ('130100', '石家庄', 'Shijiazhuang'))
        as t (region_code, short_name_zh, name_en);
create table marts.fct_coupling as
    select *, '中级协调' as grade_name_zh, 'intermediate' as grade_name_en from (values
        ('dual_chain', '110000', 2023, true, 0.7123), ('dual_chain', '120000', 2023, true, 0.8),
        ('dual_chain', '130100', 2023, true, 0.1), ('dual_chain', '130100', 2020, true, 0.99),
        ('dual_chain', '130100', 2023, false, 0.98), ('other', '130100', 2023, true, 0.97)
    ) as t (system_code, region_code, year, is_default, coordination);
create table replication.fct_replication as
    select *, '004' as doc_id, 'coupling_coordination' as measure, '2023' as period_label from (values
        ('bth', '北京', 0.71, 'match', true, true), ('bth', '天津', 0.69, 'mismatch', false, true),
        ('bth', '北京', 0.99, 'mismatch', false, false), ('ai', '北京', 1.0, 'match', false, true),
        ('ai', '天津', null, 'not_recomputable', null, true)
    ) as t (article, region_label, printed_value, status, is_exact, is_default);
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


def test_the_ranking_sets_computed_beside_printed_places(connection):
    assert rows(summary.ranking(connection)) == [
        ["1", "天津", "Tianjin", "0.800", "0.69", "2", "中级协调", "intermediate"],
        ["2", "北京", "Beijing", "0.712", "0.71", "1", "中级协调", "intermediate"],
        ["3", "石家庄", "Shijiazhuang", "0.100", "中级协调", "intermediate"],
    ]


def test_columns_line_up_though_chinese_characters_are_two_wide(connection):
    from wcwidth import wcswidth

    lines = summary.ranking(connection).splitlines()[2:]
    starts = [
        wcswidth(line[: line.index(name)])
        for line, name in zip(lines[2:], ["Tianjin", "Beijing"], strict=False)
    ]
    assert len(set(starts)) == 1


def test_the_ledger_counts_default_variants_by_article(connection):
    assert rows(summary.ledger(connection)) == [
        ["ai", "AI", "0", "1", "0", "1", "2"],
        ["bth", "Chains", "1", "0", "1", "0", "2"],
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
