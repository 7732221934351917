"""Revisions between two releases, and between two warehouses made by hand."""

import json

import duckdb
import pytest

from nianjian.inspect import diff, diff_text
from nianjian.inspect.diff import NotComparable, diff_releases, diff_warehouses
from nianjian.inspect.diff_text import as_text

DIMENSIONS = """
create schema marts; create schema normalized; create schema indicators; create schema replication;
create table marts.dim_release as
select *, date '2024-10-01' as published_on, 'final' as maturity
from (values ('y2023', 'Yearbook 2023', false), ('y2024', 'Yearbook 2024', true), ('none', 'Nothing yet', false))
    as t (release_code, title, is_synthetic);
create table marts.dim_region as from (values ('A', 1949, '甲', 'Jia'), ('A', 2000, '甲市', 'Jia city'), ('B', 1949, '乙', 'Yi'))
    as t (region_code, valid_from, name_zh, name_en);
create table marts.dim_indicator as from (values ('gdp', '产值', 'Output'), ('jobs', '就业', 'Jobs'))
    as t (indicator_code, name_zh, name_en);
"""
# In the second release: gdp of A 2020 says more, that of 2021 was revised, that of 2022 is the same in another unit;
# jobs of A rose from 0, those of B are gone, and gdp of B 2020 is new.
# Of 2019, A went from 12.35 to 12.4, which is rounding, and B to 12.2, which is not.
OBSERVATIONS = """
    select *, 'cny' as printed_unit_code, release_code || '.xls' as source_file, 'sheet 1' as source_sheet,
        year as source_row, 'C' as source_column, concat_ws('|', release_code, region_code, indicator_code, year) as cell_id
    from (values
        ('y2023', 'A', 'gdp', 2019, 12.35::double, 0.005::double, '12.35'), ('y2024', 'A', 'gdp', 2019, 12.4, 0.05, '12.4'),
        ('y2023', 'B', 'gdp', 2019, 12.35, 0.005, '12.35'), ('y2024', 'B', 'gdp', 2019, 12.2, 0.05, '12.2'),
        ('y2023', 'A', 'gdp', 2020, 12.3, 0.05, '12.3'), ('y2024', 'A', 'gdp', 2020, 12.345, 0.0005, '12.345'),
        ('y2023', 'A', 'gdp', 2021, 10.0, 0.05, '10.0'), ('y2024', 'A', 'gdp', 2021, 10.1, 0.05, '10.1'),
        ('y2023', 'A', 'gdp', 2022, 0.3, 0.05, '0.3'), ('y2024', 'A', 'gdp', 2022, 0.1::double + 0.2::double, 0.05, '3000'),
        ('y2023', 'A', 'jobs', 2020, 0.0, 0.5, '0'), ('y2024', 'A', 'jobs', 2020, 3.0, 0.5, '3'),
        ('y2023', 'B', 'jobs', 2020, 7.0, 0.5, '7'), ('y2024', 'B', 'gdp', 2020, 7.0, 0.5, '7'),
        ('other', 'A', 'jobs', 2020, 9.0, 0.5, '9')
    ) as t (release_code, region_code, indicator_code, year, value, half_unit, value_text)
"""


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        connection.execute(DIMENSIONS)
        connection.execute(f"create table normalized.norm_observations as {OBSERVATIONS}")
        yield connection


def places(rows):
    return [(row["region_code"], row["indicator_code"], row["year"]) for row in rows]


def test_each_figure_is_revised_rounded_unchanged_or_only_in_one(connection):
    values = diff_releases(connection, "y2023", "y2024")["values"]
    assert values["counts"] == {
        "revised": 3,
        "within_rounding": 2,
        "unchanged": 1,
        "only_from": 1,
        "only_to": 1,
    }
    # From 0 there is no relative change: it comes before all others.
    assert places(values["revised"]) == [("A", "jobs", 2020), ("B", "gdp", 2019), ("A", "gdp", 2021)]
    assert places(values["within_rounding"]) == [("A", "gdp", 2019), ("A", "gdp", 2020)]
    assert places(values["only_from"]) == [("B", "jobs", 2020)]
    assert places(values["only_to"]) == [("B", "gdp", 2020)]


def test_a_comparison_has_its_parts_in_the_same_order_every_time(connection):
    values = diff_releases(connection, "y2023", "y2024")["values"]
    assert list(values) == ["counts", "by_indicator", "revised", "within_rounding", "only_from", "only_to"]


def test_half_a_unit_is_still_rounding_and_two_directions_are_one(connection):
    forth = diff_releases(connection, "y2023", "y2024")["values"]
    back = diff_releases(connection, "y2024", "y2023")["values"]
    assert set(places(forth["within_rounding"])) == set(places(back["within_rounding"]))
    assert set(places(forth["revised"])) == set(places(back["revised"]))
    assert ("A", "gdp", 2019) in places(
        forth["within_rounding"]
    )  # 12.35 to 12.4: half of 0.1, though not in binary


def test_a_revision_has_both_values_their_cells_and_its_size(connection):
    row = diff_releases(connection, "y2023", "y2024")["values"]["revised"][-1]
    assert (row["value_before"], row["value_after"]) == (10.0, 10.1)
    assert row["change"] == pytest.approx(0.1) and row["relative_change"] == pytest.approx(0.01)
    cell = ("source_file", "source_sheet", "source_row", "source_column", "cell_id", "value_text")
    assert tuple(row[f"{name}_before"] for name in cell) == (
        "y2023.xls",
        "sheet 1",
        2021,
        "C",
        "y2023|A|gdp|2021",
        "10.0",
    )
    assert tuple(row[f"{name}_after"] for name in cell) == (
        "y2024.xls",
        "sheet 1",
        2021,
        "C",
        "y2024|A|gdp|2021",
        "10.1",
    )
    assert (row["region_name"], row["indicator_name"]) == ("甲市 Jia city", "产值 Output")


def test_counts_by_indicator_add_up(connection):
    values = diff_releases(connection, "y2023", "y2024")["values"]
    assert [(row["indicator_code"], row["revised"]) for row in values["by_indicator"]] == [
        ("gdp", 2),
        ("jobs", 1),
    ]
    for outcome, count in values["counts"].items():
        assert sum(row[outcome] for row in values["by_indicator"]) == count


def test_a_release_without_figures_has_nothing_in_common(connection):
    counts = diff_releases(connection, "y2023", "none")["values"]["counts"]
    assert counts == {"revised": 0, "within_rounding": 0, "unchanged": 0, "only_from": 7, "only_to": 0}


@pytest.mark.parametrize("release", ["y2025", "y2023' or '1'='1"])
def test_an_unknown_release_is_refused_with_those_there_are(connection, release):
    with pytest.raises(NotComparable) as error:
        diff_releases(connection, "y2023", release)
    assert str(error.value) == f"no release and no file {release!r}; the releases are: none, y2023, y2024"


def test_releases_as_text_and_json(connection, monkeypatch):
    found = diff_releases(connection, "y2023", "y2024")
    assert json.loads(json.dumps(found)) == found
    text = as_text(found)
    assert "TO    y2024 · Yearbook 2024 · 2024-10-01 · final · synthetic" in text
    assert "3 revised, 2 within half a unit of the coarser printed place, 1 unchanged" in text
    assert "y2024.xls, sheet 1, row 2021, column C" in text and "+1.00%" in text and "more" not in text
    monkeypatch.setattr(diff_text, "ROWS_SHOWN", 1)
    assert "and 2 more" in as_text(found)


WAREHOUSE = f"""
{DIMENSIONS}
create table indicators.ind_observations_as_of as {OBSERVATIONS} where release_code = 'y2023';
create table marts.fct_indicator_panel as
from (values ('s', 'A', 'gdp', 2020, 1.0::double, 'interpolated'), ('s', 'A', 'gdp', 2021, 2.0, 'reported'))
    as t (system_code, region_code, indicator_code, year, value, status);
create table marts.fct_score as
select *, 'total' as subsystem_code, 2020 as year, 0.5::double as score, variant_code = 'v' as is_default
from (values ('s', 'v', 'A', 1), ('s', 'v', 'B', 2), ('s', 'w', 'A', 1), ('s', 'w', 'B', 2))
    as t (system_code, variant_code, region_code, rank);
create table marts.fct_weight as from (values ('s', 'v', 'gdp', 2020, 0.4::double), ('s', 'v', 'jobs', 2020, 0.6))
    as t (system_code, variant_code, indicator_code, year, weight);
create table marts.dim_system as select 's' as system_code;
create table replication.fct_replication as
from (values ('c1', 'w', 'mismatch', 1.0::double, false), ('c1', 'v', 'mismatch', 1.0, true), ('c2', 'v', 'match', 2.0, true))
    as t (cell_id, variant_code, status, recomputed_value, is_default);
"""


@pytest.fixture
def warehouses(tmp_path):
    """Two equal warehouses of one name; the folder of the second has a quote in it, and a function changes it."""
    paths = [tmp_path / folder / "nianjian.duckdb" for folder in ("old", "analyst's new")]
    for path in paths:
        path.parent.mkdir()
        with duckdb.connect(str(path)) as connection:
            connection.execute(WAREHOUSE)

    def change(sql):
        with duckdb.connect(str(paths[1])) as connection:
            connection.execute(sql)

    return *paths, change


def test_equal_warehouses_differ_in_nothing_and_stay_as_they_are(warehouses):
    old, new, _ = warehouses
    before = [path.read_bytes() for path in (old, new)]
    found = diff_warehouses(old, new)
    assert found["values"]["counts"]["unchanged"] == 7
    assert all(found[part]["changed"] == [] for part in diff.SECTIONS)
    assert all(found[part] == {"only_from": [], "only_to": []} for part in diff.LISTS)
    assert found["not_compared"] == []
    assert [path.read_bytes() for path in (old, new)] == before
    assert {path.name for path in new.parent.iterdir()} == {"nianjian.duckdb"}


def test_a_warehouse_is_equal_to_itself(warehouses):
    assert diff_warehouses(warehouses[0], warehouses[0])["values"]["counts"]["revised"] == 0


def test_values_panels_ranks_weights_and_ledger_that_moved(warehouses):
    old, new, change = warehouses
    change("""
        update indicators.ind_observations_as_of set value = 11 where region_code = 'A' and year = 2021;
        update marts.fct_indicator_panel set status = 'reported' where year = 2020;
        update marts.fct_score set rank = 3 - rank where variant_code = 'w';
        update marts.fct_score set rank = 5 where variant_code = 'v' and region_code = 'B';
        update marts.fct_weight set weight = 0.9 where indicator_code = 'gdp';
        update replication.fct_replication set status = 'match' where cell_id = 'c1';
    """)
    found = diff_warehouses(old, new)
    assert places(found["values"]["revised"]) == [("A", "gdp", 2021)]
    (cell,) = found["panel"]["changed"]
    assert (cell["year"], cell["status_before"], cell["status_after"]) == (2020, "interpolated", "reported")
    (rank,) = found["ranks"]["changed"]
    assert (rank["region_name"], rank["rank_before"], rank["rank_after"]) == ("乙 Yi", 2, 5)
    assert found["ranks_by_variant"]["counts"] == {"changed": 3, "unchanged": 1, "only_from": 0, "only_to": 0}
    assert found["ranks_by_variant"]["changed"][0]["rank_after"] == 5  # the farthest first
    (weight,) = found["weights"]["changed"]
    assert (weight["indicator_code"], weight["weight_before"], weight["weight_after"]) == ("gdp", 0.4, 0.9)
    # What speaks for its system comes first.
    assert [row["variant_code"] for row in found["ledger"]["changed"]] == ["v", "w"]
    assert json.loads(json.dumps(found)) == found
    text = as_text(found)
    assert "Ranks under the default variant: 1 changed, 1 unchanged, 0 only in FROM, 0 only in TO" in text
    assert "Weights: 1 changed" in text and "interpolated" in text


def test_default_ranks_are_compared_though_another_variant_is_the_default_now(warehouses):
    old, new, change = warehouses
    change("update marts.fct_score set is_default = variant_code = 'w', rank = 3 - rank")
    found = diff_warehouses(old, new)
    assert [(row["variant_code_before"], row["variant_code_after"]) for row in found["ranks"]["changed"]] == [
        ("v", "w"),
        ("v", "w"),
    ]


def test_what_only_one_of_them_has(warehouses):
    old, new, change = warehouses
    change("""
        insert into marts.dim_system values ('t');
        insert into marts.dim_indicator values ('air', '空气', 'Air');
        delete from marts.dim_indicator where indicator_code = 'jobs';
        delete from marts.fct_score where variant_code = 'w';
        delete from marts.dim_release where release_code = 'none';
    """)
    found = diff_warehouses(old, new)
    assert found["systems"] == {"only_from": [], "only_to": ["t"]}
    assert found["indicators"] == {"only_from": ["jobs"], "only_to": ["air"]}
    assert found["variants"] == {"only_from": ["s/w"], "only_to": []}
    assert found["releases"] == {"only_from": ["none"], "only_to": []}
    assert found["ranks_by_variant"]["counts"]["only_from"] == 2
    assert "Systems only in TO: t" in as_text(found)


def test_what_one_of_them_lacks_is_named_and_the_rest_compared(warehouses):
    old, new, change = warehouses
    change("""
        drop table marts.fct_weight; drop table marts.dim_region;
        alter table marts.fct_score drop is_default; alter table marts.fct_indicator_panel add note varchar;
    """)
    found = diff_warehouses(old, new)
    assert found["not_compared"] == [
        f"ranks: columns is_default of marts.fct_score missing in {new}",
        f"weights: marts.fct_weight missing in {new}",
    ]
    assert "weights" not in found and "ranks" not in found and found["panel"]["counts"]["unchanged"] == 2
    assert f"Not compared: weights: marts.fct_weight missing in {new}" in as_text(found)


def test_what_is_no_warehouse_is_refused(warehouses, tmp_path):
    old, *_ = warehouses
    text, other = tmp_path / "notes.txt", tmp_path / "other.duckdb"
    text.write_text("no database" * 1000)
    with duckdb.connect(str(other)) as connection:
        connection.execute("create table t as select 1 as n")
    for path, message in (
        (text, "cannot be read as a warehouse"),
        (other, "is no published warehouse: it has none of marts.fct_indicator_panel, marts.fct_score"),
        (tmp_path / "none.duckdb", "there is no file"),
    ):
        with pytest.raises(NotComparable, match=message):
            diff_warehouses(old, path)
