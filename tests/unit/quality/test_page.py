import re

import duckdb
import pytest

from nianjian.quality import page

TABLES = """
create schema marts; create schema normalized; create schema quality; create schema reference; create schema replication;
create schema published;
create table marts.fct_score as select date '2024-12-31' as release_horizon;
create table marts.fct_observation as select range < 4 as is_synthetic from range(1204);
create table normalized.norm_quarantine as select * from range(3);
create table quality.fct_quality_check as
    select * from (values
        ('fct_score', 'min', 'score', 'Scores are not negative', '得分不为负', 'error', true, 13, 0, ''),
        ('fct_share', 'max', 'share', 'Shares <= 1', '占比不大于1', 'warn', false, 7, 2, '<script>alert(1)</script>')
    ) as t (mart, expectation, column_name, check_name_en, check_name_zh, severity, is_passed, rows_checked, rows_unexpected,
        examples);
create table quality.fct_audit_finding as
    select * from (values
        ('whole_parts', 'warn', 'c|<b>gdp</b>|2020', 1283800.8, 7312.0, '合计不符', 'sum is off', true, '误印', 'misprint'),
        ('undefined_coupling', 'warn', 's|open', 0.5, null, '无定义', 'undefined', false, null, null)
    ) as t (audit_code, severity, subject, stated, expected, detail_zh, detail_en, is_excused, reason_zh, reason_en);
create table reference.audit_rules as
    select unnest(['whole_parts', 'undefined_coupling']) as audit_code, '规则' as rule_zh, 'the rule' as rule_en,
        '处置' as remedy_zh, 'the remedy' as remedy_en;
create table published.published_documents as select 'd' as doc_id, 'ai' as article, '人工智能' as title_zh, 'AI & co' as title_en;
create table replication.fct_replication as
    select 'd' as doc_id, 'ai' as article, '2' as table_no, 5 as source_line, 'GDP' as indicator_label, '北京' as region_label,
        '2020' as period_label, printed_text, recomputed_value, recomputed_text, decimals as printed_decimals, reason_zh,
        reason_en, status, is_exact, is_default
    from (values
        ('0.33', 0.33, null, 2, null, null, 'match', true, true),
        ('0.34', 0.33, null, 2, null, null, 'match', false, true),
        ('0.35', 0.4567891, null, 2, '录入有误', 'a slip', 'mismatch', false, true),
        ('强脱钩', null, '弱脱钩', 0, null, null, 'mismatch', false, true),
        ('9.99', 1.0, null, 2, null, null, 'mismatch', false, false),
        ('1', null, null, 0, '未附', 'not shipped', 'not_recomputable', null, true)
    ) as t (printed_text, recomputed_value, recomputed_text, decimals, reason_zh, reason_en, status, is_exact, is_default);
"""


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as connection:
        connection.execute(TABLES)
        yield connection


@pytest.fixture(scope="module")
def html(connection):
    return page.render(connection)


def text_of(html):
    """The words of the page, without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.split("</style>")[1]))


def test_the_page_speaks_both_languages(html):
    text = text_of(html)
    for words in (
        "得分不为负",
        "Scores are not negative",
        "误印",
        "misprint",
        "处置",
        "the remedy",
        "录入有误",
        "a slip",
    ):
        assert words in text


def test_the_page_counts_what_it_shows(html):
    tiles = re.findall(r"<b[^>]*>([^<]+)</b><span>[^<]*· ([^<]+)</span>", html)
    assert tiles == [
        ("1,204", "observations"), ("4", "of them synthetic"), ("3", "cells held back"), ("1 / 2", "checks passed"), ("1 / 2", "findings open"),
    ]  # fmt: skip
    assert "2024-12-31" in html


def test_an_excused_finding_gives_its_reason_and_an_open_one_its_remedy(html):
    excused, is_open = (
        next(row for row in html.split("<tr>") if name in row) for name in ("gdp", "undefined")
    )
    assert "misprint" in excused and "the remedy" not in excused
    assert "the remedy" in is_open and "misprint" not in is_open


def test_what_data_say_cannot_become_part_of_the_page(html):
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<b>gdp</b>" not in html
    assert "&lt;b&gt;gdp&lt;/b&gt;" in html
    assert "AI &amp; co" in html


def test_the_page_fetches_nothing(html):
    assert not re.search(r"https?:|//\w|url\(|@import|<link|<img|<iframe|\bsrc=|\bhref=", html)


def test_a_value_that_is_not_there_leaves_its_place_empty(html):
    assert not re.search(r"\b(nan|None|NaT|null)\b", text_of(html))


def test_mismatches_show_two_more_places_than_printed_and_words_as_they_are(html):
    text = text_of(html)
    assert "0.35 0.4568" in text
    assert "强脱钩 弱脱钩" in text
    # The default variant speaks for the system; others are in the ledger only.
    assert "9.99" not in text


def test_the_ledger_counts_by_article(html):
    row = next(row for row in html.split("<tr>") if "AI &amp; co" in row)
    assert re.findall(r">(\d+)</td>", row) == ["1", "1", "2", "1"]


def test_a_warehouse_without_scores_has_a_page_too(connection):
    connection.execute("begin; delete from marts.fct_score")
    try:
        assert "数据截止 · release horizon –" in page.render(connection)
    finally:
        connection.execute("rollback")


def test_replace_leaves_the_new_page_and_nothing_beside_it(tmp_path):
    place = tmp_path / "quality.html"
    place.write_text("old", encoding="utf-8")
    page.replace(place, "新")
    assert place.read_text(encoding="utf-8") == "新"
    assert list(tmp_path.iterdir()) == [place]


def test_replace_keeps_the_old_page_if_the_new_one_cannot_be_written(tmp_path):
    place = tmp_path / "quality.html"
    place.write_text("old", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        page.replace(place, "\ud800")
    assert place.read_text(encoding="utf-8") == "old"


def test_large_figures_are_written_out(html):
    assert "1,283,800.8" in html and "e+" not in html
