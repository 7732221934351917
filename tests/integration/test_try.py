"""What a try works out is what a refresh publishes: every table, every column, every digit."""

import subprocess
import sys

import pytest

from nianjian.pipeline.paths import of_project
from nianjian.study import checking, run
from nianjian.study.catalogue import Catalogue
from nianjian.study.seeds import SHIPPED
from nianjian.study.workbench import Workbench

# What people look at first; a study that was added is compared in all tables.
FIRST = [
    "dim_system_indicator", "fct_coupling", "fct_group_score", "fct_growth", "fct_indicator_panel", "fct_inequality",
    "fct_method_use", "fct_option_effect", "fct_rank_consistency", "fct_rank_robustness", "fct_score", "fct_share",
    "fct_weight",
]  # fmt: skip


def marts_of_systems(project):
    found = project.query("""
        select table_name from duckdb_columns() where schema_name = 'marts' and column_name = 'system_code' order by 1
    """)
    return [name for (name,) in found]


def unlike(workbench, name, system):
    """Rows that only one of both has."""
    ours = f"select * from nianjian.marts.{name} where system_code = '{system}'"
    theirs = f"select * from published.marts.{name} where system_code = '{system}'"
    workbench.relation(name)
    return workbench.published(f"({ours} except all {theirs}) union all ({theirs} except all {ours})")


@pytest.mark.parametrize("file, system", [("study.yml", "urban_8"), ("own.yml", "own_13")])
def test_every_table_of_a_study_is_as_it_is_published(file, system, with_more):
    trial = run(with_more.folder / file, with_more.folder)
    tables = marts_of_systems(with_more)
    assert len(tables) > 30
    assert [row for name in tables for row in unlike(trial.workbench, name, system)] == []
    assert set(trial.scores["system_code"]) == {system}


def test_what_a_study_asks_for_is_there(with_more):
    trial = run(with_more.folder / "study.yml", with_more.folder)
    assert len(trial.scores) == 840
    own = run(with_more.folder / "own.yml", with_more.folder)
    assert sorted(set(own.scores["year"])) == list(range(2007, 2020))
    assert set(own.groups["group_code"]) == {"all", "delta", "capital", "central"}
    assert set(own.table("fct_growth")["first_year"]) == {2008, 2012}
    assert own.indicators["is_kept"].all() and len(own.indicators) == 4
    assert not own.table("fct_geodetector").empty and not own.table("fct_decoupling").empty


@pytest.mark.parametrize("system", sorted(SHIPPED))
def test_systems_that_ship_come_out_as_they_are_published(system, built):
    workbench = Workbench(of_project(built.folder))
    workbench.lay(Catalogue(built.folder / "seeds" / "reference").of_system(system))
    assert [row for name in FIRST for row in unlike(workbench, name, system)] == []


def test_the_next_try_says_what_has_changed(with_more, tmp_path):
    project = with_more.copy_to(tmp_path / "project")
    published = project.published.read_bytes()
    study = project.folder / "study.yml"
    first = project.run("nianjian", "try", "study.yml").stdout
    assert "Nothing has changed since what is published." in first
    text = study.read_text(encoding="utf-8")
    study.write_text(
        text.replace("城镇登记失业率, direction: 负", "城镇登记失业率, direction: 正"), encoding="utf-8"
    )
    second = project.run("nianjian", "try", "study.yml").stdout
    assert "Changed since the last try:" in second
    assert ["system_indicators", "registered_urban_unemployment_rate", "direction", "-1", "1"] in [
        line.split() for line in second.splitlines()
    ]
    assert "of 30 regions moved" in second
    assert "Nothing has changed since the last try." in project.run("nianjian", "try", "study.yml").stdout
    assert project.published.read_bytes() == published
    table = project.run("nianjian", "try", "study.yml", "--table", "fct_weight").stdout.splitlines()
    assert table[0].startswith("system_code,variant_code") and len(table) == 8 * 14 * 2 + 1
    study.write_text(text.replace("years: 2006-2019", "years: 2019-2006"), encoding="utf-8")
    refused = project.run("nianjian", "try", "study.yml")
    assert refused.returncode == 1
    assert refused.stderr.startswith("study.yml: years: ") and refused.stderr.count("\n") == 1


def test_a_check_of_a_system_says_what_a_cell_does_to_ranks(built):
    system = "new_urbanization"
    workbench = Workbench(of_project(built.folder))
    rows = Catalogue(built.folder / "seeds" / "reference").of_system(system)
    rows["system_variants"] = [{"system_code": system, "variant_code": "entropy_pooled"}]
    workbench.lay(rows)
    panel = workbench.relation("ind_panel").project("indicator_code, region_code, year").fetchall()
    subjects = ("r|registered_urban_unemployment_rate|310000|2019", "r|public_libraries|310000|2012")
    found = [checking.Finding("a", "warn", subject, "", False, "") for subject in subjects]
    excused = checking.Finding("a", "warn", "r|public_libraries|110000|2012", "", True, "known")
    moves, left = checking.removals(workbench, rows, [*found, excused], panel)
    assert left == 0 and len(moves) == 2
    by_year = {move.cell.year: move for move in moves}
    ranks = dict(
        built.query(f"""
        select year, rank from marts.fct_score
        where system_code = '{system}' and variant_code = 'entropy_pooled' and subsystem_code = 'total'
            and region_code = '310000'
    """)
    )
    assert by_year[2012].before == ranks[2012] and by_year[2019].before == ranks[2019]
    # Inside its series a figure is filled; at the end of it the region is not ranked, and those behind it move up.
    assert by_year[2012].without is not None
    assert by_year[2019].without is None
    assert by_year[2019].regions >= 30 - ranks[2019] and by_year[2019].places >= 1
    said = built.run("nianjian", "check", "--system", "central_six")
    assert said.returncode == 0
    assert "central_six|co2_per_gdp" in said.stdout and "excused: The source prints" in said.stdout
    assert ["central", "6", "1", "0", "7"] in [line.split() for line in said.stdout.splitlines()]
    wrong = built.run("nianjian", "check", "--system", "central_sixx")
    assert wrong.returncode == 1 and wrong.stderr.startswith("nianjian: no system 'central_sixx'; there are ")


def test_a_try_needs_neither_dbt_nor_packages_for_forests_and_checks(with_more):
    program = (
        "import sys; from nianjian.study import run; run('study.yml').scores; "
        "print({'dbt', 'sklearn', 'great_expectations', 'scipy.stats'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=with_more.folder, capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"
