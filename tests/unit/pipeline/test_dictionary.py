"""The dictionary of columns: what is read, what is refused, and which columns of dbt's manifest it describes."""

from types import SimpleNamespace

import pytest

from nianjian.pipeline import dictionary

HEAD = "column_name,data_type,unit_zh,unit_en,label_zh,label_en,definition_zh,definition_en\n"
YEAR = "year,integer,,,年份,Year,日历年份,Calendar year\n"
VALUE = "value,double,,,值,Value,指标值,Value of the indicator\n"


@pytest.fixture
def project(tmp_path):
    for file in (dictionary.SEED, dictionary.DOC_BLOCKS):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)

    def said(text):
        (tmp_path / dictionary.SEED).write_text(text, encoding="utf-8")
        return tmp_path

    return said


def test_a_doc_block_for_each_column_by_name(project):
    written = dictionary.write(project(HEAD + YEAR + VALUE)).read_text(encoding="utf-8")
    head, *blocks = written.removesuffix("\n").split("\n\n")
    assert "make dictionary" in head
    assert blocks == [
        "{% docs value %}Value of the indicator / 指标值{% enddocs %}",
        "{% docs year %}Calendar year / 日历年份{% enddocs %}",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name,text\nyear,x\n", "line 1: the columns must be column_name, data_type"),
        (HEAD + YEAR + VALUE + YEAR, "line 4: year stands there twice"),
        (HEAD + YEAR.replace("Calendar year", " "), "line 2: definition_en is empty"),
        (HEAD + YEAR.replace(",Calendar year", ""), "line 2: it has not 8 fields"),
    ],
)
def test_a_fault_is_told_with_its_line(project, text, told):
    with pytest.raises(ValueError, match=f"dictionary.csv, {told}"):
        dictionary.read(project(text))


def node(name, columns, language="sql", contract=False, reads=()):
    return SimpleNamespace(
        unique_id=name, resource_type="model", schema="main", alias=name, language=language, depends_on_nodes=reads,
        columns={column: SimpleNamespace(description=text) for column, text in columns.items()},
        config=SimpleNamespace(contract=SimpleNamespace(enforced=contract)),
    )  # fmt: skip


def test_what_nobody_describes_has_the_meaning_of_the_dictionary(project):
    known = dictionary.read(project(HEAD + YEAR + VALUE))
    mart = {"year": known["year"].description, "value": "Value of the measure / 度量的值"}
    nodes = [
        node("seen", {"value": "Own / 自有"}),
        node("computed", {}, language="python"),
        node("prepared", {}),
        node("mart", mart, contract=True, reads=["computed", "prepared"]),
    ]
    columns = [("main", one.alias, name) for one in nodes for name in ("year", "value", "unheard_of")]
    manifest = SimpleNamespace(nodes={one.unique_id: one for one in nodes})
    dictionary.describe(manifest, [*columns, ("main", "elsewhere", "year")], known)
    said = {one.alias: {name: column.description for name, column in one.columns.items()} for one in nodes}
    common = {name: known[name].description for name in ("year", "value")}
    assert said == {
        "seen": common | {"value": "Own / 自有"},
        # A result means what it means in the table that shows it, any other table what the dictionary says.
        "computed": mart,
        "prepared": common,
        "mart": mart,
    }
