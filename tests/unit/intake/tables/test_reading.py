"""A file from its bytes to labelled cells: the same whatever its kind and name, every cell once, in its role."""

import datetime
import io

import openpyxl
import pytest

from nianjian.intake.sheets import Refused

BUREAU = """
数据库：分省年度数据
指标：地区生产总值(亿元)
时间：最近2年
地区 | 2019年 | 2018年
北京市 | 1.1 | 1.2
天津市 | 2.1 |
注：1.甲
　2.乙，丙
数据来源：国家统计局
"""
YEARBOOK = """
2-1 各市人口（2019年）
地区 | 人口(万人) | City
省辖市 | |
济南市 | 1.1 | Jinan
"""
CONTINUED = YEARBOOK + "2-1 续表\n地区 | 面积(平方公里) | City\n济南市 | 2.1 | Jinan\n"


@pytest.fixture
def read_drawn(rows_of, written, read):
    def read_drawn(drawn, kind="csv", **how):
        return read(written(rows_of(drawn), kind), **how)

    return read_drawn


def labels(file):
    """Place, text and labels of every filled cell, without the sheet's name."""
    return [cell[1:] for cell in file.cells if cell.text]


@pytest.mark.parametrize("drawn", [BUREAU, YEARBOOK, CONTINUED])
def test_the_kind_of_file_makes_no_difference(drawn, read_drawn):
    csv, xlsx, xls = (read_drawn(drawn, kind) for kind in ("csv", "xlsx", "xls"))
    assert labels(csv) == labels(xlsx) == labels(xls)
    assert csv.form == xlsx.form == xls.form


@pytest.mark.parametrize("name", ["a.csv", "a.xls", "a.xlsx", "a", "数据.txt"])
@pytest.mark.parametrize("kind", ["csv", "xlsx", "xls"])
def test_a_wrong_file_name_does_no_harm(name, kind, read_drawn):
    assert labels(read_drawn(BUREAU, kind, name=name)) == labels(read_drawn(BUREAU))


def test_roles_of_all_cells(read_drawn):
    roles = {(cell.row_no, cell.column_no): cell.role for cell in read_drawn(BUREAU).cells}
    assert roles == {
        **{(row, 1): "context" for row in (1, 2, 3)},
        **{(row, column): "label" for row, column in [(4, 1), (4, 2), (4, 3), (5, 1), (6, 1)]},
        **{(row, column): "value" for row in (5, 6) for column in (2, 3)},
        **{(row, 1): "note" for row in (7, 8, 9)},
    }
    roles = [cell.role for cell in read_drawn(YEARBOOK, "xlsx").cells]
    assert roles == [
        *["title", "blank", "blank"],
        *["label"] * 3,
        *["label", "blank", "blank"],
        *["label", "value", "label"],
    ]


def test_tables_are_numbered(read_drawn):
    cells = read_drawn(CONTINUED).cells
    assert [cell.table_no for cell in cells if cell.role == "value"] == [1, 2]
    assert {cell.table_no for cell in cells if cell.role == "title"} == {0}


@pytest.mark.parametrize(
    ("drawn", "form"),
    [
        (BUREAU, "bureau"),
        (BUREAU + BUREAU, "bureau, stacked"),
        (
            "数据库：分省年度数据\n地区：北京市\n指标 | 2019年 | 2018年\n人口(万人) | 1 | 2",
            "bureau, one region",
        ),
        ("指标：人口(万人)\n时间 | 北京市 | 天津市\n2019年 | 1 | 2", "bureau, transposed"),
        ("数据库：分省年度数据\n地区\t | 2019年\t | 2018年\t |\n北京市\t | 1\t | 2\t |", "bureau, new site"),
        ("地区 | 2019年 | 2018年\n北京市 | 1 | 2", "header stripped"),
        ("地区 | 年份 | 人口(万人)\n北京市 | 2019 | 1", "tidy"),
        ("指标 | 地区 | 2019年\n人口(万人) | 北京市 | 1", "indicator and region by year"),
        (YEARBOOK, "yearbook"),
        (CONTINUED, "yearbook, continued"),
    ],
)
def test_names_of_forms(drawn, form, read_drawn):
    assert read_drawn(drawn).form == form


def test_several_sheets_each_with_its_year_or_region(read):
    book = openpyxl.Workbook()
    for name, figure in [("2018年", 1.1), ("2019年", 1.2), ("济南市", 1.3), ("空", None)]:
        sheet = book.create_sheet(name)
        if figure:
            sheet.append(["指标", "2017年"] if name == "济南市" else ["地区", "人口(万人)"])
            sheet.append(["人口(万人)", figure] if name == "济南市" else ["青岛市", figure])
    buffer = io.BytesIO()
    book.save(buffer)
    said = [
        cell[:1] + cell[3:4] + cell[6:10] for cell in read(buffer.getvalue()).cells if cell.role == "value"
    ]
    assert said == [
        ("2018年", "1.1", "青岛市", "人口", "万人", "2018"),
        ("2019年", "1.2", "青岛市", "人口", "万人", "2019"),
        ("济南市", "1.3", "济南市", "人口", "万人", "2017"),
    ]


def test_dates_and_merged_cells_in_a_header(read, values_of):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["地区", datetime.date(2018, 12, 31), None, datetime.date(2019, 12, 31), None])
    sheet.append([None, "人口(万人)", "#女性", "人口(万人)", "#女性"])
    sheet.append(["济南市", 2017, 1.2, 2018, 1.4])
    for cells in ("A1:A2", "B1:C1", "D1:E1"):
        sheet.merge_cells(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    assert values_of(read(buffer.getvalue())) == {
        "2017": ("济南市", "人口", "万人", "2018"),
        "1.2": ("济南市", "人口｜女性", "万人", "2018"),
        "2018": ("济南市", "人口", "万人", "2019"),
        "1.4": ("济南市", "人口｜女性", "万人", "2019"),
    }


def test_headers_may_be_given_names(read_drawn, values_of):
    drawn = "prov | yr | gdp | x\n北京市 | 2018 | 1.1 | gdp\n北京市 | 2019 | 1.2 | b"
    columns = {"prov": "地区", "yr": "年份", "gdp": "地区生产总值(亿元)"}
    file = read_drawn(drawn, columns=columns)
    assert values_of(file) == {
        "1.1": ("北京市", "地区生产总值", "亿元", "2018"),
        "1.2": ("北京市", "地区生产总值", "亿元", "2019"),
    }
    # Texts stay as they are in the file.
    assert [cell.text for cell in file.cells][:4] == ["prov", "yr", "gdp", "x"]


def test_a_row_that_lost_or_gained_cells_is_marked(read):
    content = "地区,2019年,2018年\n北京市,1.1,1.2\n天津市,2.1\n河北省,3,001.1,3.2\n".encode()
    problems = {cell.text: cell.problem for cell in read(content).cells if cell.role == "value"}
    assert problems == {
        "1.1": "",
        "1.2": "",
        "2.1": "row_is_short",
        "3": "row_is_long",
        "001.1": "row_is_long",
        "3.2": "row_is_long",
    }


def test_a_region_without_any_figure_keeps_its_blanks(read_drawn):
    file = read_drawn("地区 | 2019年 | 2018年\n北京市 | 1.1 | 1.2\n天津市 | |\n河北省 | 2.1 | 2.2")
    blank = [cell for cell in file.cells if cell.role == "value" and not cell.text]
    assert [(cell.region_label, cell.period_label) for cell in blank] == [
        ("天津市", "2019"),
        ("天津市", "2018"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"\n",
        b"hello",
        "地区,2019年\n".encode(),
        "注：甲\n数据来源：乙\n".encode(),
        b"a,b\nc,1\nd,2\n",
        b",,,\n,,\n",
    ],
)
def test_what_holds_no_table_is_refused(content, read):
    with pytest.raises(Refused, match="it holds no table of figures by region, year or indicator"):
        read(content)
