"""A study by answers, as a script gives them; and the command line around it."""

import pytest
import yaml

from nianjian import cli
from nianjian.study import new_system

ANSWERS = {
    "Code of the system": ["Small", "dual_chain", "asked"],
    "Name of the system in Chinese": ["", "问出的体系"],
    "Name of the system in English": ["An asked system"],
    "Regions": ["four_plate", "四大板块"],
    "Only one group": ["central"],
    "Years": ["2018-2016", "2016-2018"],
    "Variant": ["entropy", "固定权重", "fixed_weights", ""],
    "Indicator 1,": ["地区生产总值额", "地区生产总值"],
    "Indicator 2,": ["gdp", "public_libraries"],
    "Indicator 3,": [""],
    "  more is better": ["?", "正", "-"],
    "  weight": ["much", "0.5", "0.5"],
    "Grouping": [""],
    "Indicator that may": [""],
    "Write it": ["y"],
}


class Script:
    """Answers by the beginning of the question, each once."""

    def __init__(self, **changes):
        self.left = {question: list(answers) for question, answers in {**ANSWERS, **changes}.items()}

    def __call__(self, question):
        (key,) = [key for key in self.left if question.startswith(key)]
        if not self.left[key]:
            raise EOFError
        return self.left[key].pop(0)


def ask(project, script, save=None, is_check=False):
    new_system.from_answers(project.paths, save, is_check, script, project.said.append)
    return "\n".join(project.said)


def test_answers_become_a_system_and_a_file_that_says_the_same(project, tmp_path):
    before = project.bytes()
    script = Script()
    said = ask(project, script, tmp_path / "kept.yml")
    assert not any(script.left.values())
    raw = yaml.safe_load((tmp_path / "kept.yml").read_text(encoding="utf-8"))
    assert raw == {
        "system": "asked",
        "name": {"zh": "问出的体系", "en": "An asked system"},
        "regions": {"scheme": "四大板块", "group": "central"},
        "years": "2016-2018",
        "variants": ["固定权重"],
        "indicators": [
            {"indicator": "地区生产总值", "direction": "+", "weight": 0.5},
            {"indicator": "public_libraries", "direction": "-", "weight": 0.5},
        ],
    }
    assert "system: asked" in said and "written to" in said
    written = project.bytes()
    new_system.take_out(project.paths, "asked")
    assert project.bytes() == before
    new_system.from_file(project.paths, tmp_path / "kept.yml", is_check=False)
    assert project.bytes() == written


def test_what_is_not_understood_is_said_and_asked_again(project):
    said = ask(project, Script(), is_check=True)
    for line in (
        "dual_chain is there already",
        "an answer is needed",
        "unknown grouping scheme 'four_plate'; nearest: four_plates",
        "'2018-2016' does not go from an earlier to a later year",
        "unknown indicator '地区生产总值额'; nearest: gdp (地区生产总值)",
        "gdp is there already",
        "'much' is no number",
        "must be + or -",
    ):
        assert f"  not understood: {line}" in said
    assert "Only checked" in said


def test_without_a_yes_nothing_is_written(project):
    before = project.bytes()
    assert "Nothing was written." in ask(project, Script(**{"Write it": ["n"]}))
    assert project.bytes() == before


def test_a_file_that_is_there_is_not_written_over(project, tmp_path):
    (tmp_path / "kept.yml").write_text("mine")
    with pytest.raises(FileExistsError, match="is there already"):
        ask(project, Script(), tmp_path / "kept.yml")
    assert (tmp_path / "kept.yml").read_text() == "mine"


def test_on_a_terminal_the_command_asks_and_answers_that_end_early_write_nothing(
    project, monkeypatch, capsys
):
    monkeypatch.setattr(new_system, "is_terminal", lambda: True)
    before = project.bytes()
    monkeypatch.setattr("builtins.input", Script(Years=[]))
    assert cli.main(["new-system"]) == 1
    assert project.bytes() == before
    monkeypatch.setattr("builtins.input", Script())
    assert cli.main(["new-system"]) == 0
    assert project.bytes() != before
    assert "the answers ended early" in capsys.readouterr().err


def test_off_a_terminal_the_command_wants_a_file(project, monkeypatch, capsys):
    monkeypatch.setattr(new_system, "is_terminal", lambda: False)
    assert cli.main(["new-system"]) == 1
    assert "nianjian: new-system needs a file, or a terminal to ask on" in capsys.readouterr().err


def test_the_command_checks_writes_and_removes(project, tmp_path, capsys):
    file = tmp_path / "study.yml"
    file.write_text(project.study(), encoding="utf-8")
    before = project.bytes()
    assert cli.main(["new-system", "study.yml", "--check"]) == 0
    assert project.bytes() == before
    assert cli.main(["new-system", "study.yml"]) == 0
    assert project.bytes() != before
    written = project.bytes()
    assert cli.main(["new-system", "study.yml"]) == 0
    assert "small is in the seeds already, and they say the same." in capsys.readouterr().out
    assert project.bytes() == written
    assert cli.main(["new-system", "--remove", "small"]) == 0
    assert "seeds/reference/systems.csv" in capsys.readouterr().out
    assert project.bytes() == before


@pytest.mark.parametrize(
    "arguments", [["study.yml", "--save", "kept.yml"], ["--remove", "small", "--check"]], ids=" ".join
)
def test_options_that_do_not_go_together_are_refused(arguments, project, capsys):
    before = project.bytes()
    assert cli.main(["new-system", *arguments]) == 1
    assert "leave " in capsys.readouterr().err
    assert project.bytes() == before


def test_problems_are_lines_without_anything_before_them(project, tmp_path, capsys):
    (tmp_path / "study.yml").write_text(project.study(years="x", default="y"), encoding="utf-8")
    assert cli.main(["new-system", "study.yml"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    places = sorted(line.split(": ")[:2] for line in captured.err.splitlines())
    assert places == [["study.yml", "default"], ["study.yml", "years"]]
