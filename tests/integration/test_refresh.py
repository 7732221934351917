"""A refresh builds again only what depends on what changed, and gives what a full build gives."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import duckdb
import pytest

CELL = "浙江,省级,2019,知识创造综合指标,指标值,36.38,"
SCORES = "select sum(score) from marts.fct_score where system_code = 'innovation_capability'"


@pytest.fixture
def project(built, tmp_path):
    """The project as it ships, already built, for a test that changes it."""
    return copy_of(built, tmp_path)


def copy_of(built, folder):
    project = built.copy_to(folder / "project")
    project.built_at = nodes(project)
    return project


def nodes(project):
    return dict(project.query("select node_id, built_at from build.nodes"))


def rebuilt(project):
    """The tables that were built again since the copy was made, without kind and project."""
    return {
        name.split(".")[-1]
        for name, moment in nodes(project).items()
        if project.built_at.get(name) != moment and name.startswith(("seed", "model"))
    }


def refreshed(project):
    done = project.run("nianjian", "refresh")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def contents(project):
    """The rows of every table of every schema, in order; and what is remembered of them, but for the time."""
    with duckdb.connect(str(project.published), read_only=True) as connection:
        tables = connection.sql(
            "select schema_name, table_name from duckdb_tables() where schema_name != 'build'"
        )
        rows = {
            table: connection.sql(f"from {'.'.join(table)} order by all").fetchall()
            for table in tables.fetchall()
        }
        return rows, connection.sql("select * exclude (built_at) from build.nodes order by all").fetchall()


def descendants(project, *seeds):
    """The tables that read these seeds, directly or through others, and the seeds."""
    children = json.loads((project.folder / "target" / "manifest.json").read_text(encoding="utf-8"))[
        "child_map"
    ]
    found, todo = set(), [f"seed.nianjian.{seed}" for seed in seeds]
    while todo:
        name = todo.pop()
        if name not in found and name.startswith(("seed", "model")):
            found.add(name)
            todo += children[name]
    return {name.split(".")[-1] for name in found}


def test_nothing_changed_nothing_is_built(project):
    before = contents(project)
    page = (project.folder / "warehouse" / "quality.html").stat().st_mtime_ns
    assert "0 tables built again, 0 changed" in refreshed(project)
    assert rebuilt(project) == set()
    assert contents(project) == before
    assert (project.folder / "warehouse" / "quality.html").stat().st_mtime_ns > page
    assert [path.name for path in (project.folder / "warehouse" / "work").iterdir()] == ["nianjian.duckdb"]


@pytest.fixture(scope="module")
def one_cell(built, tmp_path_factory):
    """The project with one cell changed and refreshed, then the cell changed back and refreshed while others read what is
    published.

    `again` are the tables that the first refresh built again, `first` and `last` the contents of the project as it was
    built in full and after the second refresh, `found` what readers found.
    """
    project = copy_of(built, tmp_path_factory.mktemp("one_cell"))
    (path,) = project.folder.glob("seeds/*/published_cells.csv")
    text = path.read_text(encoding="utf-8")
    assert CELL in text
    path.write_text(text.replace(CELL, CELL.replace("36.38", "36.5")), encoding="utf-8")
    project.first = contents(project)
    refreshed(project)
    project.again = rebuilt(project)
    project.scores = [project.query(SCORES)]

    path.write_text(text, encoding="utf-8")
    project.found = []
    with ThreadPoolExecutor() as beside:
        building = beside.submit(refreshed, project)
        while not building.done():
            project.found += project.query(SCORES)
            Event().wait(0.1)
    building.result()
    project.scores.append(project.query(SCORES))
    project.last = contents(project)
    return project


def test_one_cell_changes_what_depends_on_it(one_cell):
    again = one_cell.again
    assert {"published_cells", "norm_observations", "calc_scores", "fct_score", "gx_results"} <= again
    assert again < descendants(one_cell, "published_cells")
    # They would read what was built again, but it came out as before.
    assert not again & {"fct_coupling", "fct_growth", "fct_share", "fct_quality_check", "fct_audit_finding"}


def test_a_refresh_gives_what_a_full_build_gives(one_cell):
    (built, also_remembered), (refreshed, remembered) = one_cell.first, one_cell.last
    assert refreshed.keys() == built.keys()
    # By name: the difference of two warehouses says nothing.
    assert [table for table in built if refreshed[table] != built[table]] == []
    assert set(remembered) ^ set(also_remembered) == set()


def test_readers_are_served_while_a_refresh_replaces_the_file(one_cell):
    (before,), (after,) = one_cell.scores
    assert before != after
    assert one_cell.found[0] == before
    assert set(one_cell.found) <= {before, after}


@pytest.fixture(scope="module")
def two_changes(built, tmp_path_factory):
    """The project with an alias that nobody uses and another meaning of a column, refreshed; `again` was built again."""
    project = copy_of(built, tmp_path_factory.mktemp("two_changes"))
    project.add_rows("region_aliases", {"alias": "楚", "region_code": "420000"})
    path = project.folder / "models" / "marts" / "fct_moran.yml"
    told = path.read_text(encoding="utf-8")
    assert "Moran''s I of all regions in the year" in told
    told = told.replace("Moran''s I of all regions in the year", "Another meaning")
    path.write_text(told, encoding="utf-8")
    refreshed(project)
    project.again = rebuilt(project)
    return project


def test_an_alias_that_nobody_uses_stops_after_normalized(two_changes):
    assert {"region_aliases", "norm_region_names"} <= two_changes.again
    names = "select count(*) from normalized.norm_region_names where region_name = '楚'"
    assert two_changes.query(names) == [(1,)]


def test_another_meaning_of_a_column_reaches_the_table_of_columns_and_nothing_else(two_changes):
    later = {name for name in two_changes.again if name.startswith(("ind_", "calc_", "dim_", "fct_", "gx_"))}
    assert later == {"fct_moran", "dim_column"}
    said = "select definition_en from marts.dim_column where table_name = 'fct_moran' and column_name = 'i'"
    assert two_changes.query(said) == [("Another meaning",)]
