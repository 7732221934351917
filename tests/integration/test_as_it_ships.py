"""From printed cells to indices, on the seeds as they ship."""

import json
import re

import pytest


def test_every_printed_cell_is_accounted_for(built):
    outcomes = dict(built.query("select outcome, count(*) from normalized.norm_published_cells group by all"))
    assert outcomes == {"observed": 1019, "missing": 2, "ignored": 1484}
    assert sum(outcomes.values()) == 2505


LEDGER = {
    # (article, measure): (printed values that the default variant gives, of these without help of input rounding, all)
    ("five_clusters", "composite_score"): (13, 12, 13),
    ("five_clusters", "group_mean"): (4, 4, 4),
    ("five_clusters", "group_rank"): (4, 4, 4),
    ("ai", "rank"): (155, 151, 155),
    ("ai", "mean"): (4, 4, 4),
    ("ai", "standard_deviation"): (4, 4, 4),
    ("ai", "gini"): (4, 3, 4),
    ("ai", "gini_within"): (12, 12, 12),
    ("ai", "gini_between"): (12, 12, 12),
    ("ai", "share_within"): (4, 4, 4),
    ("ai", "share_between"): (4, 4, 4),
    ("ai", "share_transvariation"): (4, 4, 4),
    ("ai", "rank_difference"): (31, 31, 31),
    ("ai", "rank_relation"): (31, 31, 31),
    ("ai", "consistency_level"): (31, 31, 31),
    ("ai", "transition_probability"): (25, 25, 25),
    # The text adds the rounded parts of the third.
    ("ai", "upward_probability"): (2, 2, 3),
    ("urbanization", "ellipse_flattening"): (4, 4, 4),
    # Three of four fit a polygon of 360 corners, a variant.
    ("urbanization", "ellipse_perimeter"): (0, 0, 4),
    ("urbanization", "ellipse_area"): (0, 0, 4),
    ("urbanization", "geodetector_rank"): (57, 57, 57),
    ("bth", "total"): (31, 20, 32),
    ("bth", "coupling_degree"): (11, 11, 52),
    ("bth", "coupling_coordination"): (10, 10, 52),
    ("coastal", "total"): (72, 72, 72),
    ("coastal", "share"): (176, 176, 176),
    ("coastal", "growth_rate"): (66, 66, 66),
    ("coastal", "share_growth_rate"): (44, 44, 44),
    ("central", "median"): (6, 6, 7),
}


@pytest.fixture(scope="module")
def ledger(built):
    rows = built.query("""
        select article, measure, count(*) filter (status = 'match'), count(*) filter (is_exact), count(*)
        from replication.fct_replication
        where is_default and status != 'not_recomputable'
        group by all
    """)
    return {(article, measure): tuple(counts) for article, measure, *counts in rows}


@pytest.mark.parametrize("place", LEDGER, ids="-".join)
def test_ledger(ledger, place):
    assert ledger[place] == LEDGER[place]


def test_ledger_holds_nothing_else(ledger):
    assert ledger.keys() == LEDGER.keys()


def test_dagum_wang2025_table5_forty_cells(ledger):
    measures = [
        "gini",
        "gini_within",
        "gini_between",
        "share_within",
        "share_between",
        "share_transvariation",
    ]
    assert sum(ledger["ai", measure][0] for measure in measures) == 40


def test_ellipses_of_three_years_are_polygons(built):
    rows = built.query("""
        select measure, period_label
        from replication.fct_replication
        where variant_code = 'polygon' and measure != 'ellipse_flattening' and status = 'match'
    """)
    years = ("2010", "2015", "2019")
    assert set(rows) == {(f"ellipse_{name}", year) for name in ("perimeter", "area") for year in years}


def test_what_cannot_be_recomputed_says_why(built):
    rows = built.query(
        "select * from replication.fct_replication where status = 'not_recomputable' and reason_zh is null"
    )
    assert rows == []


def test_distance_of_the_dual_chain_table_from_each_variant(built):
    rows = built.query("""
        select variant_code, count(*) filter (status = 'match'), avg(abs(difference)) filter (measure = 'coupling_coordination')
        from replication.fct_replication
        where article = 'bth' and measure like 'coupling_%' and status != 'not_recomputable'
        group by all
    """)
    matches = {variant: count for variant, count, _ in rows}
    distance = {variant: gap for variant, _, gap in rows}
    assert matches["entropy_year"] == 21
    assert distance["entropy_year"] == pytest.approx(0.0209, abs=5e-5)
    # The printed U never passes 0.5, which the other form of the coupling degree does in most cities.
    assert matches["entropy_year_unit"] == 0


def test_audit_finds_the_one_total_that_does_not_add_up(built):
    rows = built.query("select subject, stated, expected from quality.audit_whole_parts")
    assert rows == [("dual_chain_cities|innovation_chain_weighted_degree|2020|published_004", 7457.0, 7312.0)]


def test_audit_finds_the_printed_columns_that_are_the_same(built):
    rows = built.query("select subject, stated from quality.audit_identical_periods order by 1")
    assert rows == [("004|bth|6|耦合度U|2020|2023", 13.0), ("004|bth|7|耦合协调度D|2020|2023", 13.0)]


def test_an_indicator_with_too_many_gaps_leaves_its_system(built):
    kept = dict(
        built.query(
            "select indicator_code, is_kept from marts.dim_system_indicator where system_code = 'central_six'"
        )
    )
    assert kept == {
        "good_water_sections_share": True,
        "forest_cover": True,
        "good_air_days_share": False,
        "co2_per_gdp": False,
    }


def test_build_ends_with_a_decomposition_that_agrees_with_the_printed_one(built):
    lines = built.output.splitlines()
    overall = next(line for line in lines if "Gini, overall" in line)
    assert overall.split()[3:] == ["0.524", "0.52", "0.335", "0.34", "0.404", "0.40", "0.419", "0.42"]
    assert "40 of 40 printed cells agree with the recomputed ones." in lines
    assert "Warehouse   warehouse/nianjian.duckdb" in lines


def test_publish_leaves_one_whole_file(built):
    warehouse = built.folder / "warehouse"
    assert {path.name for path in warehouse.glob("*.*")} == {
        "landing.duckdb",
        "nianjian.duckdb",
        "quality.html",
    }
    # A copy, for dbt's own commands.
    assert [path.name for path in (warehouse / "work").iterdir()] == ["nianjian.duckdb"]


def test_marts_are_described_in_both_languages(built):
    rows = built.query("""
        select table_name, column_name from duckdb_columns()
        where schema_name = 'marts' and (comment is null or comment not like '% / %')
    """)
    assert rows == []


def test_one_rule_gives_the_default_rows_of_every_fact(built):
    """`where is_default` gives rows of each system, or of each network of a release, that has any."""
    facts = built.query("""
        select table_schema || '.' || table_name, list(column_name)
        from information_schema.columns
        where starts_with(table_name, 'fct_')
        group by all
        having list_contains(list(column_name), 'variant_code')
        order by 1
    """)
    assert len(facts) > 20
    without = []
    for fact, columns in facts:
        keys = ["system_code"] if "system_code" in columns else ["scheme_code", "group_code"]
        keys = [key for key in keys if key in columns] or ["true"]
        without += [
            (fact, *row[:-1])
            for row in built.query(f"select {', '.join(keys)}, bool_or(is_default) from {fact} group by all")
            if not row[-1]
        ]
    assert without == []


def test_marts_hold_scalars_only(built):
    types = {
        kind
        for (kind,) in built.query(
            "select distinct data_type from duckdb_columns() where schema_name = 'marts'"
        )
    }
    assert types <= {"VARCHAR", "INTEGER", "BIGINT", "DOUBLE", "BOOLEAN", "DATE"}


def test_check_prints_the_ledger_by_article(built):
    done = built.run("nianjian", "check")
    assert done.returncode == 0, done.stderr
    bth = next(line for line in done.stdout.splitlines() if line.startswith("bth"))
    assert bth.split()[-5:] == ["41", "11", "84", "156", "292"]


def test_docs_are_one_page_that_fetches_nothing(built):
    done = built.run("nianjian", "docs")
    assert done.returncode == 0, done.stderr
    page = (built.folder / "warehouse" / "docs.html").read_text(encoding="utf-8")
    assert "fct_replication" in page
    assert "One row per printed result and variant" in page
    assert not re.search(
        r"""<(script|img|iframe)[^>]+src=["']?https?:|<link[^>]+href=["']?https?:|@import|url\(["']?https?:""",
        page,
    )
    manifest, catalog = (
        json.loads((built.folder / "target" / f"{name}.json").read_text(encoding="utf-8"))["nodes"]
        for name in ("manifest", "catalog")
    )
    described = {
        (node, name): column["description"]
        for node, told in manifest.items()
        for name, column in told.get("columns", {}).items()
    }
    found = [(node, column) for node, table in catalog.items() for column in table["columns"]]
    assert len(found) > 2000
    assert [column for column in found if not described.get(column)] == []
    # A Python model means what the mart that shows it says.
    assert described["model.nianjian.calc_moran", "i"].startswith("Moran's I of all regions")


def test_every_column_that_others_read_is_in_dim_column_as_it_is(built):
    """Contracted tables and no others; a comment on the column says the same."""
    told = built.query("""
        select schema_name, table_name, column_name, position, data_type, definition_en || ' / ' || definition_zh
        from marts.dim_column
    """)
    stands = built.query("""
        select schema_name, table_name, column_name, column_index, lower(data_type), comment
        from duckdb_columns()
        where schema_name = 'marts' or table_name like 'fct%'
    """)
    by_name = {row[:3]: row for row in stands}
    assert {row[:5] for row in told} == {row[:5] for row in stands}
    assert [row for row in told if row[0] == "marts" and row[5] != by_name[row[:3]][5]] == []


def test_a_table_that_means_its_own_has_its_own_unit_and_label(built):
    said = built.query("""
        select table_name, column_name, unit_en, label_en
        from marts.dim_column
        where (table_name, column_name) in (
            ('fct_moran', 'i'), ('fct_local_moran', 'i'), ('fct_group_score', 'regions'), ('fct_inequality', 'value'),
            ('fct_firm_city_year', 'new_capital_10k_cny')
        )
        order by all
    """)
    assert said == [
        ("fct_firm_city_year", "new_capital_10k_cny", "10k CNY", "Capital of new firms"),
        ("fct_group_score", "regions", "regions", "Regions"),
        ("fct_inequality", "value", None, "Value"),
        ("fct_local_moran", "i", None, "Local Moran's I"),
        ("fct_moran", "i", None, "Moran's I"),
    ]


def test_dbt_test_works_right_after_a_build(built):
    done = built.run("dbt", "test")
    assert done.returncode == 0, done.stdout
    ((data, unit),) = re.findall(r"(\d+) data tests, .* (\d+) unit tests", done.stdout)
    passed, warned = re.findall(r"PASS=(\d+) WARN=(\d+) ERROR=0 ", done.stdout)[0]
    # The hook before a run counts as one more.
    assert int(passed) + int(warned) == int(data) + int(unit) + 1


def test_analyses_run_and_give_rows(built):
    done = built.run("dbt", "compile", "--select", "path:analyses")
    assert done.returncode == 0, done.stdout
    compiled = sorted((built.folder / "target" / "compiled" / "nianjian" / "analyses").glob("*.sql"))
    assert [path.name for path in compiled] == sorted(
        path.name for path in (built.folder / "analyses").glob("*.sql")
    )
    assert all(built.query(path.read_text(encoding="utf-8")) for path in compiled)
