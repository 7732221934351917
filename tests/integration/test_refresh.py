"""A refresh builds again only what depends on what changed, and gives what a full build gives."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import duckdb
import pytest

CELL = "浙江,省级,2019,知识创造综合指标,指标值,36.38,"


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
    """The project with one cell changed and refreshed, then built in full while others read what is published.

    `again` are the tables that the refresh built again, `refreshed` and `built` the contents after each, `found` what
    readers found.
    """
    project = copy_of(built, tmp_path_factory.mktemp("one_cell"))
    (path,) = project.folder.glob("seeds/*/published_cells.csv")
    text = path.read_text(encoding="utf-8")
    assert CELL in text
    path.write_text(text.replace(CELL, CELL.replace("36.38", "36.5")), encoding="utf-8")
    refreshed(project)
    project.again, project.refreshed = rebuilt(project), contents(project)

    project.found = []
    with ThreadPoolExecutor() as beside:
        building = beside.submit(project.run, "nianjian", "build")
        while not building.done():
            project.found.append(project.query("select count(*) from marts.dim_system"))
            Event().wait(0.1)
    done = building.result()
    assert done.returncode == 0, done.stdout + done.stderr
    project.built = contents(project)
    return project


def test_one_cell_changes_what_depends_on_it(one_cell):
    again = one_cell.again
    assert {"published_cells", "norm_observations", "calc_scores", "fct_score", "gx_results"} <= again
    assert again < descendants(one_cell, "published_cells")
    # They would read what was built again, but it came out as before.
    assert not again & {"fct_coupling", "fct_growth", "fct_share", "fct_quality_check", "fct_audit_finding"}


def test_a_refresh_gives_what_a_full_build_gives(one_cell):
    (refreshed, remembered), (built, also_remembered) = one_cell.refreshed, one_cell.built
    assert refreshed.keys() == built.keys()
    # By name: the difference of two warehouses says nothing.
    assert [table for table in built if refreshed[table] != built[table]] == []
    assert set(remembered) ^ set(also_remembered) == set()


def test_readers_are_served_while_a_build_replaces_the_file(one_cell):
    assert one_cell.found
    (systems,) = one_cell.query("select count(*) from marts.dim_system")
    assert all(found == [systems] for found in one_cell.found)


def test_an_alias_that_nobody_uses_stops_after_normalized(project):
    project.add_rows("region_aliases", {"alias": "楚", "region_code": "420000"})
    refreshed(project)
    again = rebuilt(project)
    assert {"region_aliases", "norm_region_names"} <= again
    assert not any(name.startswith(("ind_", "calc_", "dim_", "fct_", "gx_")) for name in again)
    assert project.query("select count(*) from normalized.norm_region_names where region_name = '楚'") == [
        (1,)
    ]


def test_a_failed_test_leaves_the_published_file_as_it_was(project):
    before = project.published.read_bytes()
    (path,) = project.folder.glob("seeds/*/system_subsystems.csv")
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[-1].replace(",", ",another_", 1)]) + "\n", encoding="utf-8")
    done = project.run("nianjian", "refresh")
    assert done.returncode == 1
    assert "nothing was published" in done.stderr
    assert "contributions_sum_to_one" in done.stderr
    assert project.published.read_bytes() == before


def test_another_meaning_of_a_column_reaches_the_table_of_columns(project):
    path = project.folder / "models" / "marts" / "fct_moran.yml"
    told = path.read_text(encoding="utf-8")
    assert "Moran''s I of all regions in the year" in told
    path.write_text(
        told.replace("Moran''s I of all regions in the year", "Another meaning"), encoding="utf-8"
    )
    refreshed(project)
    assert rebuilt(project) == {"fct_moran", "dim_column"}
    said = "select definition_en from marts.dim_column where table_name = 'fct_moran' and column_name = 'i'"
    assert project.query(said) == [("Another meaning",)]
