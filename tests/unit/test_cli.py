import re
import sys
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

import nianjian.figures
from nianjian import cli
from nianjian.commands import check
from nianjian.inspect import summary
from nianjian.intake.landing import Landing
from nianjian.pipeline.build import BuildResult
from nianjian.pipeline.intake import Intake
from nianjian.pipeline.refresh import RefreshResult
from nianjian.pipeline.run_dbt import DbtRun


@pytest.fixture
def outside(tmp_path, monkeypatch):
    """A folder that is not in a project."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def project(outside):
    """A project in which nothing is built."""
    (outside / "dbt_project.yml").touch()
    return outside


@pytest.fixture
def built(project, monkeypatch):
    """A project with a published file; what is said about it can be set."""
    (project / "warehouse").mkdir()
    duckdb.connect(str(project / "warehouse" / "nianjian.duckdb")).close()
    said = {"ledger": "the ledger", "problems": "", "has_errors": False}
    monkeypatch.setattr(check.summary, "ledger", lambda connection: said["ledger"])
    monkeypatch.setattr(check.summary, "problems", lambda connection: said["problems"])
    monkeypatch.setattr(check.summary, "has_errors", lambda connection: said["has_errors"])
    return said


def test_help_lists_the_commands(capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["--help"])
    assert stopped.value.code == 0
    out = capsys.readouterr().out
    assert all(f"\n    {command} " in out for command in ("build", "check", "docs"))


@pytest.mark.parametrize("arguments", [[], ["publish"], ["docs", "--as-of", "2024-12-31"]])
def test_a_command_that_does_not_exist_is_refused_with_the_usage(arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments)
    assert stopped.value.code == 2
    assert "usage: nianjian" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["2024-02-30", "31.12.2024", "yesterday", ""])
def test_a_day_that_is_none_is_refused_before_anything_is_built(text, capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["build", "--as-of", text])
    assert stopped.value.code == 2
    assert f"{text!r} is not a day: write it as YYYY-MM-DD" in capsys.readouterr().err


def one_line(capsys):
    captured = capsys.readouterr()
    assert captured.out == ""
    (line,) = captured.err.splitlines()
    return line


@pytest.mark.parametrize("command", ["build", "check", "docs"])
def test_outside_a_project_one_line_says_so(command, outside, capsys):
    assert cli.main([command]) == 1
    line = one_line(capsys)
    assert line.startswith("nianjian: no dbt_project.yml in ")
    assert str(outside) in line


@pytest.mark.parametrize("command", ["check", "docs"])
def test_before_the_first_build_one_line_says_what_to_do(command, project, capsys):
    assert cli.main([command]) == 1
    assert one_line(capsys) == "nianjian: warehouse/nianjian.duckdb is not there yet: run `make build` first"


def test_with_traceback_the_error_comes_through(project):
    with pytest.raises(FileNotFoundError):
        cli.main(["--traceback", "check"])


def test_a_file_that_is_no_warehouse_gives_a_line_too(project, capsys):
    (project / "warehouse").mkdir()
    (project / "warehouse" / "nianjian.duckdb").write_text("not a database")
    assert cli.main(["check"]) == 1
    assert capsys.readouterr().err.startswith("nianjian: ")


def test_check_says_that_all_is_well(built, capsys):
    assert cli.main(["check"]) == 0
    out = capsys.readouterr().out
    assert "the ledger\n\nEvery check passed; no finding is open." in out
    assert "Details: warehouse/quality.html" in out


def test_check_shows_problems_and_fails_if_one_is_an_error(built, capsys):
    built["problems"] = "a warning"
    assert cli.main(["check"]) == 0
    assert "the ledger\n\na warning\n" in capsys.readouterr().out
    built["has_errors"] = True
    assert cli.main(["check"]) == 1


def test_check_works_from_a_folder_inside_the_project(built, project, monkeypatch, capsys):
    inside = project / "seeds"
    inside.mkdir()
    monkeypatch.chdir(inside)
    assert cli.main(["check"]) == 0
    assert f"Details: {project / 'warehouse' / 'quality.html'}" in capsys.readouterr().out


def test_figures_are_drawn_of_the_systems_and_in_the_language_asked_for(built, monkeypatch, capsys, outside):
    asked = []

    class Report:
        def as_text(self, folder):
            return f"drew into {folder}"

    def draw(connection, folder, languages, wanted):
        asked.append((folder, languages, wanted))
        return Report()

    monkeypatch.setattr("nianjian.figures.draw.draw", draw)
    assert cli.main(["figures"]) == 0
    assert cli.main(["figures", "--system", "a", "b", "--language", "zh", "--out", "here"]) == 0
    published = outside / "warehouse" / "figures"
    assert asked == [(published, ("zh", "en"), None), (Path("here"), ("zh",), ["a", "b"])]
    assert capsys.readouterr().out == "drew into warehouse/figures\ndrew into here\n"


def test_figures_without_matplotlib_end_in_one_line(built, monkeypatch, capsys):
    # What is imported anew takes the place of the package; it is put back.
    monkeypatch.setattr(nianjian, "figures", nianjian.figures)
    for name in [name for name in sys.modules if name.startswith("nianjian.figures")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert cli.main(["figures"]) == 1
    assert one_line(capsys) == "nianjian: figures need matplotlib, which is not installed: run `make figures`"


def landing(*refusals, read=0, gone=()):
    files = [SimpleNamespace(refusal=refusal, warning="", row_count=1_000) for refusal in refusals]
    return Landing(files, read, list(gone))


@pytest.fixture
def finished(built, monkeypatch):
    """A build and a refresh that have come to their end, with what they tell."""
    run = DbtRun(
        True, nodes={"seed": 64, "model": 176, "test": 348}, seconds={"seed": 1, "model": 50, "test": 9}
    )
    tables = landing("", "it is empty", read=2, gone=["a.csv", "b.csv", "c.csv", "d.csv"])
    intake = Intake(tables, landing("", read=1), landing(), "added")
    seconds = {"landing": 1.0, "nodes": 40.25}
    monkeypatch.setattr("nianjian.pipeline.build.build", lambda *_: BuildResult(run, intake, seconds))
    monkeypatch.setattr(summary, "dagum", lambda connection: "the first table")
    rebuilt = {"model.nianjian.b": True, "model.nianjian.a": True, "model.nianjian.c": False}
    result = RefreshResult(run, intake, seconds, rebuilt=rebuilt)
    monkeypatch.setattr("nianjian.pipeline.refresh.refresh", lambda *_: result)
    return result


def without_times(text):
    return re.sub(r"\d+\.\d (s|秒)", r"… \1", text)


def test_a_build_ends_with_what_landed_how_long_it_took_and_what_to_do_next(finished, capsys):
    assert cli.main(["build"]) == 0
    out = without_times(capsys.readouterr().out)
    assert out.startswith("\nthe first table\n\n")
    assert (
        "Landed      2 files, 2 read anew, 1 refused, 0 changed since\n"
        "Firms       1 files, 1 read anew, 0 refused, 0 changed since; 1,000 rows, tables by city new files added\n"
        "            4 used before are not in the folder: a.csv, b.csv, c.csv …\n"
        "Built and published in … s: landing … s, nodes … s\n"
        "Nodes, two at a time: 64 seeds … s, 176 models … s, 348 tests … s\n\n"
        "Warehouse   warehouse/nianjian.duckdb\n"
        "Quality     warehouse/quality.html\n\n"
        "Try next    make check "
    ) in out


def test_a_build_ends_in_chinese_with_its_labels_in_line(finished, capsys, monkeypatch):
    monkeypatch.setenv("NIANJIAN_LANGUAGE", "zh")
    assert cli.main(["build"]) == 0
    out = without_times(capsys.readouterr().out)
    assert (
        "统计表      2 个文件，新读 2 个，拒收 1 个，导入后有改动 0 个\n"
        "企业        1 个文件，新读 1 个，拒收 0 个，导入后有改动 0 个；1,000 行，分城市结果已并入新文件\n"
        "            以前使用的 4 个文件已不在文件夹中：a.csv, b.csv, c.csv …\n"
        "构建并发布共 … 秒：导入 … 秒, 计算 … 秒\n"
    ) in out


def test_a_refresh_names_the_tables_that_changed_or_says_why_all_was_built(finished, capsys):
    assert cli.main(["refresh"]) == 0
    assert "3 tables built again, 2 changed\nChanged     a, b\n" in capsys.readouterr().out
    finished.full_because = "no nianjian.duckdb is published that remembers how it was built"
    assert cli.main(["refresh"]) == 0
    assert f"Built everything: {finished.full_because}\n" in capsys.readouterr().out


def test_ctrl_c_is_one_line(built, monkeypatch, capsys):
    def interrupted(connection):
        raise KeyboardInterrupt

    monkeypatch.setattr(summary, "ledger", interrupted)
    assert cli.main(["check"]) == 130
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.lstrip("\r") == "nianjian: stopped; what is published is as it was\n"
