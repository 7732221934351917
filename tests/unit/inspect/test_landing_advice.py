"""No row that the landing's text proposes may plant an error: which names are one, which figures fit, which lines are asked for."""

import duckdb
import pytest

from nianjian.inspect import landing_advice, landing_text


@pytest.fixture
def judged():
    """A work file with figures of three provinces that are known, and of labels that are not."""
    connection = duckdb.connect()
    connection.sql("create schema normalized; create schema reference; create schema marts")
    connection.sql("""
        create table reference.indicators as from (values
            ('employed', 'person_10k', 0.0, null::double), ('share', 'percent', 0.0, 100.0)
        ) t(indicator_code, unit_code, lower_bound, upper_bound);
        create table reference.units as from (values
            ('person_10k', 'persons', 10000.0), ('person', 'persons', 1.0), ('percent', 'ratio', 0.01), ('cny', 'cny', 1.0)
        ) t(unit_code, dimension, factor_to_base)
    """)
    rows = [
        ("known", "t1", 1, "110000", "北京", "就业人员", "employed", "person_10k", 1000.0, 1000.0, "observed", None, None),
        ("known", "t1", 2, "110000", "北京", "占比", "share", "percent", 39.0, 39.0, "observed", None, None),
        ("persons", "t2", 1, "110000", "北京", "就业人员数", None, "person", 9900000.0, None, "quarantined", "unknown_indicator", None),
        ("ten times", "t3", 1, "110000", "北京", "就业人员数", None, "person", 99000000.0, None, "quarantined", "unknown_indicator", None),
        ("yuan", "t4", 1, "110000", "北京", "就业人员数", None, "cny", 1000.0, None, "quarantined", "unknown_indicator", None),
        ("no unit", "t5", 1, "110000", "北京", "占比", "share", None, 39.5, None, "quarantined", "unknown_unit", None),
        ("fraction", "t6", 1, "110000", "北京", "占比", "share", None, 0.39, None, "quarantined", "unknown_unit", None),
        ("elsewhere", "t7", 1, "120000", "天津", "占比", "share", None, 39.5, None, "quarantined", "unknown_unit", None),
        ("silent", "t8", 1, "110000", "北京", "就业人员", "employed", "person_10k", 1000.5, None, "quarantined", "no_year", None),
        ("speaks elsewhere", "t9", 1, None, "", "就业人员", "employed", "person_10k", 1.5, None, "quarantined", "no_region", "no_region"),
        ("years as figures", "t10", 4, None, "", "就业人员", "employed", "person_10k", 2021.0, None, "quarantined", "no_year", None),
        ("years as figures", "t10", 4, None, "", "就业人员", "employed", "person_10k", 2022.0, None, "quarantined", "no_year", None),
    ]  # fmt: skip
    connection.execute("""
        create table normalized.norm_judged_figures (source_code varchar, table_id varchar, source_row integer,
            region_code varchar, region_label varchar, indicator_name varchar, indicator_code varchar,
            printed_unit_code varchar, value_number double, value double, outcome varchar, reason_code varchar,
            problem varchar, is_missing boolean default false, origin varchar default 'landed', source_file varchar)
    """)
    for row in rows:
        connection.execute(
            "insert into normalized.norm_judged_figures select *, false, 'landed', ? from (values ("
            + "?," * 12
            + "?)) t",
            [row[0], *row],
        )
    return connection


@pytest.mark.parametrize(
    ("label", "name", "is_one"),
    [
        ("就业人员数", "就业人员", True),
        ("地区生产总值额", "地区生产总值", True),
        ("私营个体就业人员", "私营个体就业人员_nbs", False),
        ("羊肉产量", "肉类产量", False),
        ("海水产品产量", "水产品产量", False),
        ("第二产业", "第二产业占比", False),
        ("GDP指数", "gdp", False),
        ("就业人员(HKD)", "就业人员", False),
    ],
)
def test_a_part_or_a_kin_is_no_variant_of_a_name(label, name, is_one):
    assert landing_advice.is_same_name(label, name) is is_one


@pytest.mark.parametrize(
    ("label", "name", "is_one"),
    [
        ("江苏全省", "江苏", True),
        ("Jiangsu Province".replace(" ", ""), "jiangsu", True),
        ("全省", "天全", False),
        ("宜昌县", "宜昌", False),
        ("江苏沿海", "江苏", False),
        ("香港特区(亿港元)", "香港特区", False),
    ],
)
def test_a_part_of_a_region_is_not_the_region(label, name, is_one):
    assert landing_advice.is_same_region(label, name) is is_one


@pytest.mark.parametrize(("source", "is_safe"), [("persons", True), ("ten times", False), ("yuan", False)])
def test_unit_and_size_of_the_figures_must_fit_the_indicator(judged, source, is_safe):
    found = landing_advice.is_safe(judged, "unknown_indicator", "就业人员数", source, "就业人员", "employed")
    assert found is is_safe


def test_a_unit_is_never_like_another(judged):
    assert not landing_advice.is_safe(judged, "unknown_unit", "亿港元", "s", "亿元", "cny_100m")


@pytest.mark.parametrize(("source", "has_it"), [("no unit", True), ("fraction", False), ("elsewhere", False)])
def test_a_missing_unit_is_offered_only_where_other_figures_of_the_region_are_as_large(
    judged, source, has_it
):
    assert landing_advice.has_own_unit(judged, "占比", source, "share") is has_it


def test_no_line_is_asked_for_where_others_of_the_table_speak_or_a_header_was_read_as_figures(judged):
    assert judged.sql(landing_text.SILENT).fetchall() == [("silent", "no_year")]
