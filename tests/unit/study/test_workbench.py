"""A workbench works out the tables of a study by the recipes of a warehouse, and leaves that as it is."""

import hashlib

import duckdb
import pytest

from nianjian.pipeline import recipes
from nianjian.pipeline.paths import Paths
from nianjian.study import workbench
from nianjian.study.workbench import Workbench

MEANS = """\
def model(dbt, session):
    rows = dbt.ref("rows_asked").df()
    return rows.groupby("system_code", as_index=False)["value"].mean().assign(doubled=lambda it: it["value"] * 2)
"""
ASKED = """
    select years.system_code, figures.year, figures.value * factors.factor as value
    from nianjian.reference.years as years
    inner join nianjian.normalized.figures as figures using (year)
    cross join nianjian.reference.factors as factors
"""
# Name, schema, path, parents, SQL.
TABLES = [
    ("years", "reference", "seeds/years.csv", [], None),
    ("factors", "reference", "seeds/factors.csv", [], None),
    ("aliases", "reference", "seeds/aliases.csv", [], None),
    ("figures", "normalized", "figures.sql", ["aliases"], "select 'never run'"),
    ("rows_asked", "indicators", "rows_asked.sql", ["years", "figures", "factors"], ASKED),
    ("means", "results", "means.py", ["rows_asked"], None),
    ("fct_mean", "marts", "fct.sql", ["means"], "select system_code, doubled from nianjian.results.means"),
    ("other", "marts", "other.sql", ["figures"], "select 'never run'"),
]
SEEDS = {"years": "system_code,year\nold,2000\n", "factors": "factor\n10\n", "aliases": "alias\na\n"}


class Warehouse:
    def __init__(self, folder):
        self.paths = Paths(folder, folder / "warehouse")
        self.paths.warehouse.mkdir()
        (folder / "seeds").mkdir()
        (folder / "means.py").write_text(MEANS)
        for name, text in SEEDS.items():
            (folder / "seeds" / f"{name}.csv").write_text(text)
        with duckdb.connect(str(self.paths.published)) as connection:
            for schema in ("reference", "normalized", "indicators", "results", "marts"):
                connection.execute(f"create schema {schema}")
            connection.execute("""
                create table reference.years as select 'old' as system_code, 2000 as year;
                create table reference.factors as select 10 as factor;
                create table reference.aliases as select 'a' as alias;
                create table normalized.figures as select * from (values (2000, 1.0), (2001, 2.5)) as it(year, value);
                create table indicators.rows_asked as select 'old' as system_code, 2000 as year, 10.0::double as value;
                create table results.means as select 'old' as system_code, 10.0::double as value, 20.0::double as doubled;
                create table marts.fct_mean as select 'old' as system_code, 20.0::double as doubled;
                create table marts.other as select 'published' as it;
            """)
            connection.execute(recipes.TABLE)
            for *recipe, sql in TABLES:
                seed = SEEDS.get(recipe[0])
                checksum = hashlib.sha256(seed.encode()).hexdigest() if seed else None
                connection.execute(
                    "insert into build.recipes values (?, ?, ?, ?, ?, ?)", [*recipe, sql, checksum]
                )

    def change(self, seed, text):
        (self.paths.project / "seeds" / f"{seed}.csv").write_text(text)


@pytest.fixture
def warehouse(tmp_path):
    return Warehouse(tmp_path)


def years(*asked, system="new"):
    return {"years": [{"system_code": system, "year": year} for year in asked]}


def test_sql_and_python_models_see_the_rows_of_the_study_alone(warehouse):
    bench = Workbench(warehouse.paths)
    bench.lay(years(2000, 2001))
    assert bench.relation("fct_mean").fetchall() == [("new", 35.0)]
    bench.lay(years(2001))
    assert bench.relation("fct_mean").fetchall() == [("new", 50.0)]
    assert list(bench.frame("means").columns) == ["system_code", "value", "doubled"]


def test_a_table_that_knows_no_system_is_read_as_published(warehouse):
    bench = Workbench(warehouse.paths)
    bench.lay(years(2001))
    assert bench.relation("other").fetchall() == [("published",)]


def test_the_published_file_stays_as_it_is(warehouse):
    before = warehouse.paths.published.read_bytes()
    bench = Workbench(warehouse.paths)
    bench.lay(years(2001))
    bench.frame("fct_mean")
    bench.close()
    assert warehouse.paths.published.read_bytes() == before


def test_settings_that_have_changed_since_count_and_figures_do_not(warehouse):
    warehouse.change("factors", "factor\n100\n")
    warehouse.change("aliases", "alias\nb\n")
    bench = Workbench(warehouse.paths)
    bench.lay(years(2001))
    assert bench.relation("fct_mean").fetchall() == [("new", 500.0)]
    assert bench.stale_figures == ["seeds/aliases.csv"]


def test_settings_with_other_columns_than_the_published_ones_are_refused_in_a_line(warehouse):
    warehouse.change("factors", "factor,more\n100,1\n")
    bench = Workbench(warehouse.paths)
    bench.lay(years(2001))
    with pytest.raises(
        ValueError, match=r"^seeds/factors.csv does not fit the table that is published: run `make refresh`"
    ):
        bench.frame("fct_mean")


def test_a_figure_can_be_taken_away(warehouse, monkeypatch):
    monkeypatch.setattr(workbench, "FIGURES_OF_SYSTEMS", "rows_asked")
    with duckdb.connect(str(warehouse.paths.published)) as connection:
        connection.execute(
            "alter table indicators.rows_asked add column indicator_code varchar default 'gdp'"
        )
        connection.execute("alter table indicators.rows_asked add column region_code varchar default 'a'")
        sql = ASKED.replace("select years", "select 'gdp' as indicator_code, 'a' as region_code, years")
        connection.execute("update build.recipes set sql = ? where name = 'rows_asked'", [sql])
    bench = Workbench(warehouse.paths)
    bench.lay(years(2000, 2001), without=[workbench.Cell("gdp", "a", 2000), workbench.Cell("gdp", "b", 2001)])
    assert bench.relation("fct_mean").fetchall() == [("new", 50.0)]
    bench.lay(years(2000, 2001))
    assert bench.relation("fct_mean").fetchall() == [("new", 35.0)]


def test_a_blank_of_a_seed_is_null(warehouse):
    bench = Workbench(warehouse.paths)
    bench.lay({"years": [{"system_code": "new", "year": ""}]})
    assert bench.relation("years").fetchall() == [("new", None)]


def test_printed_tables_that_name_a_system_are_none_of_its_rows(warehouse):
    with duckdb.connect(str(warehouse.paths.published)) as connection:
        connection.execute(
            "create schema published; create table published.printed as select 'new' as system_code"
        )
        connection.execute(
            "insert into build.recipes values ('printed', 'published', 'p.csv', [], null, 'x')"
        )
    bench = Workbench(warehouse.paths)
    bench.lay(years(2001))
    assert bench.published_rows("old") == {"years": [{"system_code": "old", "year": 2000}]}


def test_an_unknown_table_is_named(warehouse):
    bench = Workbench(warehouse.paths)
    bench.lay(years(2001))
    with pytest.raises(LookupError, match="no table 'fct_none' in the published warehouse"):
        bench.frame("fct_none")


def test_a_warehouse_without_recipes_is_refused(warehouse):
    with duckdb.connect(str(warehouse.paths.published)) as connection:
        connection.execute("drop table build.recipes")
    with pytest.raises(ValueError, match="run `make build` once"):
        Workbench(warehouse.paths)
