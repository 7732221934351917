import sys
from pathlib import Path

import duckdb
import pytest

import nianjian.figures
from nianjian import cli
from nianjian.commands import check


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
