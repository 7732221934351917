"""What a refresh sees change, on a small project that reads a table of an attached file."""

import shutil
from contextlib import nullcontext
from textwrap import dedent

import duckdb
import pytest

from nianjian.intake.landing import Landing
from nianjian.pipeline import build as building
from nianjian.pipeline import refresh as refreshing
from nianjian.pipeline.build import BuildFailed, build
from nianjian.pipeline.intake import Intake
from nianjian.pipeline.paths import Paths
from nianjian.pipeline.refresh import refresh

TOY = {
    "dbt_project.yml": """
        name: toy
        profile: toy
        flags: {send_anonymous_usage_stats: false}
        vars: {as_of: ""}
        models: {+materialized: table, +schema: made}
        seeds: {+schema: given}
    """,
    "profiles.yml": """
        toy:
          target: duckdb
          outputs:
            duckdb:
              type: duckdb
              path: "{{ env_var('NIANJIAN_WORK') }}"
              threads: 2
              attach: [{path: landing.duckdb, alias: landing, read_only: true}]
    """,
    "macros/generate_schema_name.sql": "{% macro generate_schema_name(name, node) %}{{ name }}{% endmacro %}",
    "macros/day.sql": "{% macro day() %}'{{ var('as_of') }}'{% endmacro %}",
    "seeds/codes.csv": "code\n1\n2\n",
    "models/sources.yml": """
        sources: [{name: raw, database: landing, tables: [{name: cells}]}]
    """,
    "models/staged.sql": "select distinct n from {{ source('raw', 'cells') }} where n > 0",
    "models/joined.sql": "select * from {{ ref('staged') }} inner join {{ ref('codes') }} on n = code",
    "models/dated.sql": "select {{ day() }} as known_on, code from {{ ref('codes') }}",
    "models/alone.sql": "select 1 as one",
    "tests/small.sql": "select * from {{ ref('joined') }} where n > 9",
}  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def plain():
    """Builds of the toy do without what it has not."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(building.page, "render", lambda connection: "<p>page</p>")
        # No model of it needs Great Expectations.
        monkeypatch.setattr(building.worker, "beside", nullcontext)
        monkeypatch.setattr(refreshing, "CHECKS", "model.toy.alone")
        # The test itself writes the attached file.
        nothing = Intake(Landing(), Landing(), Landing(), "nothing")
        for module in (building, refreshing):
            monkeypatch.setattr(module, "land_all", lambda *_: nothing)
        yield


def paths_in(folder):
    return Paths(folder, folder / "warehouse")


@pytest.fixture(scope="module")
def built_toy(plain, tmp_path_factory):
    """The folder of a small project, built, that reads a table of an attached file."""
    paths = paths_in(tmp_path_factory.mktemp("toy"))
    for name, text in TOY.items():
        write(paths, name, text)
    land(paths, "values (1), (2), (0)")
    build(paths)
    return paths.project


@pytest.fixture
def toy(built_toy, tmp_path):
    """A copy of it for a test that changes it."""
    return paths_in(shutil.copytree(built_toy, tmp_path / "toy"))


def write(paths, name, text):
    path = paths.project / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(dedent(text))


def land(paths, rows):
    with duckdb.connect(str(paths.project / "landing.duckdb")) as connection:
        connection.execute("create schema if not exists raw")
        connection.execute(f"create or replace table raw.cells as select * from ({rows}) as cells(n)")


def query(paths, sql):
    with duckdb.connect(str(paths.published), read_only=True) as connection:
        return sorted(connection.sql(sql).fetchall())


def again(paths, as_of=""):
    """Refresh the toy; the tables that were built again and whether they changed."""
    report = refresh(paths, as_of)
    assert not report.full_because
    return {name.split(".")[-1]: has_changed for name, has_changed in report.rebuilt.items()}


def test_a_source_with_other_rows_reaches_as_far_as_rows_change(toy):
    assert again(toy) == {}
    land(toy, "values (1), (2), (0), (0)")
    assert again(toy) == {"staged": False}
    land(toy, "values (1), (2), (3)")
    assert again(toy) == {"staged": True, "joined": False}
    land(toy, "values (1)")
    assert again(toy) == {"staged": True, "joined": True}
    assert query(toy, "from made.joined") == [(1, 1)]
    assert again(toy) == {}


def test_a_changed_macro_variable_or_model_is_seen(toy):
    write(toy, "macros/day.sql", "{% macro day() %}'on {{ var('as_of') }}'{% endmacro %}")
    assert again(toy) == {"dated": True}
    assert again(toy, "2024-12-31") == {"dated": True}
    assert query(toy, "select distinct known_on from made.dated") == [("on 2024-12-31",)]
    write(toy, "models/staged.sql", TOY["models/staged.sql"] + " and n < 2")
    assert again(toy, "2024-12-31") == {"staged": True, "joined": True}


def test_tables_come_and_go_with_their_models_and_columns_with_their_seed(toy):
    (toy.project / "models" / "dated.sql").unlink()
    write(toy, "models/fresh.sql", "select * from {{ ref('codes') }}")
    write(toy, "seeds/codes.csv", "code,name\n1,one\n")
    assert again(toy) == {"codes": True, "joined": True, "fresh": True}
    assert query(toy, "from made.fresh") == [(1, "one")]
    tables = query(toy, "select table_name from duckdb_tables() where schema_name in ('made', 'given')")
    assert tables == [("alone",), ("codes",), ("fresh",), ("joined",), ("staged",)]
    assert again(toy) == {}


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("seeds/codes.csv", "code\n1\n2\n10\n", "small"),
        ("models/joined.sql", "select nowhere", "joined"),
        ("models/joined.sql", "{{ ref('nowhere') }}", "nowhere"),
    ],
)
def test_what_fails_is_named_and_nothing_is_published(toy, name, text, message):
    land(toy, "values (1), (10)")
    before = toy.published.read_bytes()
    write(toy, name, text)
    with pytest.raises(BuildFailed, match=rf"(?s)nothing was published.*{message}"):
        refresh(toy)
    assert toy.published.read_bytes() == before
    write(toy, name, TOY[name])
    assert "joined" in again(toy)


def test_without_a_memory_everything_is_built(toy):
    with duckdb.connect(str(toy.published)) as connection:
        connection.execute("drop schema build cascade")
    report = refresh(toy)
    assert report.full_because == "no nianjian.duckdb is published that remembers how it was built"
    assert again(toy) == {}
