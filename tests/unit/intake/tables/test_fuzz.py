"""Files that are cut off, damaged, shuffled or garbage: one clear line, or every cell accounted for; never another end."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianjian.intake import files
from nianjian.intake.sheets import Refused
from nianjian.intake.tables import reading

FIGURES = {
    f"{10 * place + year - 2015}.5": (region, "人口", "万人", str(year))
    for place, region in enumerate(["北京市", "天津市", "河北省"])
    for year in (2018, 2019)
}
ROWS = [
    ["数据库：分省年度数据"],
    ["指标：人口(万人)"],
    ["时间：最近2年"],
    ["地区", "2019年", "2018年"],
    ["北京市", "4.5", "3.5"],
    ["天津市", "14.5", "13.5"],
    ["河北省", "24.5", "23.5"],
    ["注：甲"],
    ["数据来源：国家统计局"],
]
ROLES = {"value", "label", "context", "title", "note", "blank"}
# What tables are made of, in any order.
PIECES = st.sampled_from(
    """
地区|指标|年份|单位|2019年|2018|2019|2019年1-6月|甲|1|2|3
北京市|天津市|Beijing|北京 Beijing|全省|110000|　北　京　|合计
人口(万人)|人口⏎Population|地区生产总值|#工业|其中：女性|亿元|单位：亿元
2-1各市人口(2019年)|续表|(2019年)|注：甲|①|说明|数据来源：乙
数据库：分省年度数据|指标：人口(万人)|地区：北京市|时间：2019年
1.5|-2|1,234.5|12%|…|—|0|12 345.6|"| ||||
""".strip("\n")
    .replace("\n", "|")
    .replace("⏎", "\n")
    .split("|")
)


@pytest.fixture(scope="module")
def tried(tmp_path_factory, vocabulary):
    """Reads bytes: the file, or None if they are refused with one line."""
    path = tmp_path_factory.mktemp("fuzz") / "f"

    def tried(content):
        path.write_bytes(content)
        try:
            file = reading.read(path, vocabulary, {})
        except Refused as refusal:
            assert str(refusal) and "\n" not in str(refusal)
            return None
        places = [(cell.sheet, cell.row_no, cell.column_no) for cell in file.cells]
        assert len(set(places)) == len(places)
        assert {cell.role for cell in file.cells} <= ROLES
        assert all(cell.role == "value" or not any(cell[6:]) for cell in file.cells)
        return file

    return tried


def figures_of(file):
    found = (cell for cell in (file.cells if file else []) if cell.role == "value" and cell.text)
    return {cell.text: (*cell[6:10], cell.problem) for cell in found}


def assert_nothing_is_wrong(file):
    """A figure says what it said in the whole file, less of it, or that it cannot be trusted."""
    for text, (*labels, problem) in figures_of(file).items():
        if text in FIGURES and not problem:
            wanted = FIGURES[text]
            assert all(label in ("", right) for label, right in zip(labels, wanted, strict=True))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_cut_off_anywhere(encoding, written, tried):
    content = written(ROWS, encoding=encoding)
    for end in range(len(content)):
        file = tried(content[:end])
        assert_nothing_is_wrong(file)
        if file:
            text = content[:end].decode(encoding)
            assert [cell.text for cell in file.cells] == [
                cell for row in csv.reader(io.StringIO(text, "")) for cell in row
            ]


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
@given(where=st.floats(0, 1, exclude_max=True))
def test_a_workbook_cut_off_anywhere(kind, where, written, tried):
    content = written(ROWS, kind)
    assert_nothing_is_wrong(tried(content[: int(where * len(content))]))


@pytest.mark.parametrize("kind", ["csv", "xlsx", "xls"])
@given(where=st.floats(0, 1, exclude_max=True), bytes_=st.binary(min_size=1, max_size=8))
def test_a_damaged_file(kind, where, bytes_, written, tried):
    content = written(ROWS, kind)
    place = int(where * len(content))
    tried(content[:place] + bytes_ + content[place + len(bytes_) :])


@given(content=st.binary(max_size=2000))
@pytest.mark.parametrize(
    "start", [b"", files._ZIP, files._OLE, b"\xff\xfe", "地区,2019年\n".encode("gb18030")]
)
def test_random_bytes(start, content, tried):
    tried(start + content)


@given(order=st.permutations(range(len(ROWS))))
def test_shuffled_rows(order, written, tried):
    file = tried(written([ROWS[place] for place in order]))
    assert_nothing_is_wrong(file)
    if file:
        assert sum(len(row) for row in ROWS) == len(file.cells)


@given(places=st.lists(st.integers(0, len(ROWS) - 1), min_size=1, max_size=12))
def test_doubled_and_missing_rows(places, written, tried):
    assert_nothing_is_wrong(tried(written([ROWS[place] for place in places])))


@given(rows=st.lists(st.lists(PIECES, max_size=6), max_size=12), kind=st.sampled_from(["csv", "xlsx", "xls"]))
def test_random_tables(rows, kind, written, tried):
    file = tried(written(rows, kind))
    if file:
        texts = {(cell.row_no, cell.column_no): cell.text for cell in file.cells}
        for row_no, row in enumerate(rows, 1):
            for column_no, text in enumerate(row, 1):
                assert texts.get((row_no, column_no), "").strip() == text.strip()


@given(text=st.text(max_size=300))
def test_random_text(text, tried):
    tried(text.encode("utf-8", "replace"))


def test_an_empty_file_and_one_of_blanks(tried):
    assert tried(b"") is None
    assert tried(b"\xef\xbb\xbf") is None
    assert tried(b" \r\n\t\r\n,,,\r\n") is None


def test_a_table_in_the_wrong_encoding(written, tried):
    # Big5 and Shift-JIS are other characters in GB18030: at best nothing is recognised, never is anything mistaken.
    for encoding in ("big5", "utf-32"):
        file = tried("地區,2019年\n臺北市,1.5\n".encode(encoding))
        assert not file or all(cell.region_label != "臺北市" for cell in file.cells)
    double = written(ROWS, encoding="utf-8").decode("gb18030", "replace").encode()
    assert_nothing_is_wrong(tried(double))
