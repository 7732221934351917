"""What commands say, in the language of the person: the catalogue is whole, and nothing is said past it."""

import ast
import re
from string import Formatter

import pytest
import wcwidth

from nianjian import cli
from nianjian.language import in_words, language, padded, tr, translated
from nianjian.locale import collect

CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Rooms that speak to people.
SPEAKING = ("cli.py", "commands", "inspect", "pipeline", "study", "figures/draw.py", "figures/boundaries.py")


@pytest.fixture(scope="module")
def said():
    return collect.texts()


@pytest.fixture(scope="module")
def catalogue():
    return collect.read()


@pytest.fixture
def in_chinese(monkeypatch):
    monkeypatch.setenv("NIANJIAN_LANGUAGE", "zh")


# The catalogue.


def test_every_text_has_chinese(said, catalogue):
    assert [text for text in said if not catalogue.get(text)] == [], (
        "run `make messages` and write their Chinese"
    )


def test_no_text_of_the_catalogue_is_said_no_more(said, catalogue):
    assert [text for text in catalogue if text not in said] == [], "run `make messages`"


def values_of(text):
    """The places of a text where values stand, as `{…}` or `%(…)s`, without their format."""
    braces = [name for _, name, *_ in Formatter().parse(text) if name is not None]
    return sorted(braces), sorted(re.findall(r"%(?:\(\w+\))?[rs]", text))


def test_values_of_both_languages_agree(catalogue):
    assert [text for text, chinese in catalogue.items() if values_of(text) != values_of(chinese)] == []


def test_spaces_at_the_ends_agree(catalogue):
    """They are there for what comes before or after."""

    def ends(text):
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]

    # A comma or a semicolon of Chinese needs no blank.
    assert [
        text for text, chinese in catalogue.items() if ends(text)[1].strip(" ") != ends(chinese)[1].strip(" ")
    ] == []


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ('print(tr("{count} files", count=1))', ["{count} files"]),
        ('HEAD = [message("cell"), *heads("region", "year")]', ["cell", "region", "year"]),
        ('raise Refused(f"it has {size:,} MB at {name!r}")', ["it has {1} MB at {2!r}"]),
        ('raise Refused("too long" if long else "too short") from error', ["too long", "too short"]),
        ('landed.refusal = "it is empty"', ["it is empty"]),
        ('problems.add("years", f"{part!r} is no year")', ["{1!r} is no year"]),
        ('refuse(bad, values, "x", "must be above 0")', ["must be above 0"]),
        ('raise BuildFailed(f"{count} tests failed\\n{why}")', ["{1} tests failed"]),
        ('raise KeyError(name)\nraise\nseen.add("a name")\nwrong = "no text"', []),
        ('raise ValueError(f"{file}: {why}")', []),
    ],
)  # fmt: skip
def test_texts_are_found_in_code(code, texts):
    assert list(collect.texts_of(code)) == texts


def test_collecting_keeps_chinese_and_tells_what_lacks(tmp_path, monkeypatch):
    monkeypatch.setattr(collect, "CATALOGUE", tmp_path / "zh.po")
    monkeypatch.setattr(collect, "texts", lambda: {"old": ["a.py"], "gone": ["a.py"]})
    assert collect.collect() == (["old", "gone"], [])
    text = collect.CATALOGUE.read_text(encoding="utf-8").replace(
        'msgid "old"\nmsgstr ""', 'msgid "old"\nmsgstr "旧"'
    )
    collect.CATALOGUE.write_text(text, encoding="utf-8")
    monkeypatch.setattr(collect, "texts", lambda: {"new": ["b.py"], "old": ["a.py", "b.py"]})
    assert collect.collect() == (["new"], ["gone"])
    assert collect.read() == {"new": "", "old": "旧"}


# What is said past it.

PROSE = re.compile(r"[A-Za-z]{2,},? [a-z]{2,}")
SQL = re.compile(
    r"\b(select|insert into|detach|csv|join|schema|desc|order by|except|attach|distinct|limit|where|status_before)\b|\b(coalesce|copy) ?\(|::|\|\|| as \{"
)


def prose(code):
    """Literals of a module that read like something said to a person and go through nothing that translates it."""
    tree = ast.parse(code)
    passed = {id(inner) for node in ast.walk(tree) for part in _passed(node) for inner in ast.walk(part)}
    for node in ast.walk(tree):
        is_text = (
            isinstance(node, ast.JoinedStr) or isinstance(node, ast.Constant) and isinstance(node.value, str)
        )
        if is_text and id(node) not in passed:
            text = re.sub(r"\{.*?\}", "", collect.literal(node))
            if (
                PROSE.search(text)
                and not SQL.search(collect.literal(node))
                and not text.startswith(("nianjian ", "make "))
            ):
                yield collect.literal(node)


def _passed(node):
    """What is translated, is raised, or nobody reads: documentation, patterns, parts of a text."""
    if isinstance(node, ast.Call) and collect.called(node) in (*collect.MARKS, "compile"):
        yield from node.args
    yield from collect.refusals(node)
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    if isinstance(node, ast.JoinedStr):
        yield from (part for part in node.values if isinstance(part, ast.Constant))


def test_prose_that_is_not_translated_is_found():
    assert list(prose('"""A module of prose."""\nprint("all is well")\nprint(tr("all went well"))')) == [
        "all is well"
    ]
    assert list(prose('print(f"{count} files read")\nraise ValueError(f"{count} is too many")')) == [
        "{1} files read"
    ]
    assert list(prose('QUERY = "select name from table"\nkey = "system_code"')) == []


# Parts of errors, which are translated as a whole or stay as they are: each with its reason.
NOT_TRANSLATED = {
    "31省人工智能发展水平的 Dagum 基尼系数分解 · Dagum decomposition, AI development of 31 provinces": "both languages, as "
    "the table has it",
    "> in macro": "marks what dbt says of macros below its own message",
    "<!-- Written by `make dictionary` from seeds/reference/dictionary.csv: change it there. -->\n": "lies in a file",
}


def test_rooms_that_speak_say_nothing_past_the_catalogue():
    found = {}
    for place in SPEAKING:
        path = collect.PACKAGE / place
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            if texts := [
                text for text in prose(file.read_text(encoding="utf-8")) if text not in NOT_TRANSLATED
            ]:
                found[str(file.relative_to(collect.PACKAGE))] = texts
    assert found == {}


# Which language.


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.GB18030"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "en_US.UTF-8", "LC_ALL": "zh_TW.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "NIANJIAN_LANGUAGE": "en"}, "en"),
        ({"LANG": "en_US.UTF-8", "NIANJIAN_LANGUAGE": "zh"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "NIANJIAN_LANGUAGE": ""}, "zh"),
    ],
)
def test_the_language_is_what_is_said_else_that_of_the_locale(environment, wanted, monkeypatch):
    for name in ("NIANJIAN_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert language() == wanted


def test_another_language_is_refused_in_one_line(monkeypatch, capsys):
    monkeypatch.setenv("NIANJIAN_LANGUAGE", "fr")
    assert cli.main(["check"]) == 2
    assert capsys.readouterr().err == "nianjian: NIANJIAN_LANGUAGE is zh or en, not 'fr'\n"


# Errors, translated when they are shown.


def filled(text):
    """A text with values, each its own, and the text that must come of it."""
    values = {
        number: f"'值{number}'" if quoted else f"值{number}"
        for number, quoted in re.findall(r"\{(\d+)(!r)?\}", text)
    }
    return re.sub(r"\{(\d+)(?:!r)?\}", lambda value: values[value[1]], text)


def test_every_error_is_found_again_with_its_values(said, catalogue, in_chinese):
    errors = [text for text in said if re.search(r"\{\d", text)]
    assert len(errors) > 100
    assert {text: translated(filled(text)) for text in errors} == {
        text: filled(catalogue[text]) for text in errors
    }


def test_what_stands_before_a_colon_stays(in_chinese):
    assert translated("nbs/2020/a.csv: it is empty") == "nbs/2020/a.csv: 文件为空"
    assert translated("it cannot be opened: Permission denied") == "不能打开：没有权限"


def test_lines_are_translated_one_by_one_and_what_is_none_of_ours_stays(in_chinese):
    lines = "study.yml: years: names no year\nSomething that a library says: 5\nstudy.yml: system: is missing"
    assert translated(lines) == (
        "study.yml: years: 没有写年份\nSomething that a library says: 5\nstudy.yml: system: 缺少"
    )


def test_a_value_that_is_a_text_itself_is_translated_too(in_chinese):
    assert (
        translated("unknown indicator '人口数'; nearest: population")
        == "未知的指标 '人口数'；最接近的：population"
    )


def test_in_english_all_stays():
    assert translated("it is empty") == tr("it is empty") == "it is empty"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (FileNotFoundError(2, "No such file or directory", "a.yml"), "a.yml: No such file or directory"),
        (OSError(28, "No space left on device"), "No space left on device"),
        (FileNotFoundError("b.duckdb is not there yet"), "b.duckdb is not there yet"),
        (MemoryError(), "MemoryError"),
    ],
)
def test_the_number_of_a_systems_error_is_never_shown(error, words):
    assert in_words(error) == words


# The command line.


def commands():
    parser = cli.parser()
    (actions,) = (action for action in parser._actions if action.choices and action.dest != "help")
    return [parser, *actions.choices.values()]


def test_help_is_chinese_throughout_and_within_its_lines(in_chinese, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    for parser in commands():
        text = parser.format_help()
        assert CHINESE.search(parser.description) and CHINESE.search(parser.epilog)
        for action in parser._actions:
            assert CHINESE.search(action.help or "年"), action
        for line in text.partition("\n\n")[2].split(tr("examples:"))[0].splitlines():
            assert wcwidth.width(line) <= 80, line


def test_every_command_has_examples_that_its_parser_takes():
    parser, *rest = commands()
    for one in rest:
        examples = re.findall(r"^  nianjian ((?:\S+ )*?\S+)(?:  |$)", one.epilog, re.MULTILINE)
        assert examples, one.prog
        for example in examples:
            assert parser.parse_args(example.split()).command


def test_wrong_input_is_told_in_chinese(in_chinese, capsys, tmp_path, monkeypatch):
    with pytest.raises(SystemExit):
        cli.main(["build", "--as-of", "2024-02-30"])
    assert capsys.readouterr().err.endswith(
        "nianjian build：错误：参数 --as-of：'2024-02-30' 不是日期：请写作 YYYY-MM-DD\n"
    )
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dbt_project.yml").touch()
    assert cli.main(["check"]) == 1
    assert capsys.readouterr().err == "nianjian: warehouse/nianjian.duckdb 尚不存在：请先运行 `make build`\n"


def test_labels_are_padded_by_the_columns_that_signs_take():
    assert padded("企业", 8) + "|" == "企业    |"
    assert padded("Firms", 8) + "|" == "Firms   |"
