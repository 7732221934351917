"""Small files in every form, written by the tests themselves, and what the readers make of them."""

import csv
import io

import openpyxl
import pytest
import xlwt

from nianjian.intake.tables import reading
from nianjian.intake.tables.vocabulary import Vocabulary

REGIONS = """
全国 北京 北京市 beijing 天津 天津市 tianjin 河北 河北省 hebei 江苏 江苏省 jiangsu 广东省 广东 guangdong 山东省 内蒙古 内蒙古自治区
innermongolia 南京 南京市 nanjing 无锡 无锡市 wuxi 苏州 苏州市 suzhou 苏南 苏北 广州 广州市 guangzhou 深圳 深圳市 shenzhen 珠海 珠海市
zhuhai 济南 济南市 jinan 青岛 青岛市 qingdao 合肥 合肥市 hefei 芜湖 芜湖市 wuhu 巢湖市 义乌市 110000 120000 130000 全省 珠三角
320100 370100
"""
LEVELS = {"江苏省": 1, "山东省": 1, "南京市": 2, "济南市": 2, "320100": 2, "370100": 2}
UNITS = "亿元 万元 元 万人 人 % 万吨 件 平方公里 亿美元 100millionyuan yuan 10000persons 元/人"
MARKERS = "… …… ... - -- — —— .. / 空"


@pytest.fixture(scope="session")
def vocabulary():
    return Vocabulary(
        frozenset(REGIONS.split()), frozenset(UNITS.split()), frozenset(MARKERS.split()), LEVELS
    )


def as_csv(rows, encoding="utf-8-sig", line_end="\r\n", separator=","):
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=line_end).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(rows, name="Sheet1"):
    book = openpyxl.Workbook()
    book.active.title = name
    for row_no, row in enumerate(rows, 1):
        for column_no, text in enumerate(row, 1):
            if text != "":
                book.active.cell(row_no, column_no, text)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def as_xls(rows, name="Sheet1"):
    book = xlwt.Workbook()
    sheet = book.add_sheet(name)
    for row_no, row in enumerate(rows):
        for column_no, text in enumerate(row):
            if text != "":
                sheet.write(row_no, column_no, text)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.fixture(scope="session")
def written():
    """The bytes of rows as a file of some kind."""

    def write(rows, kind="csv", **how):
        return {"csv": as_csv, "xlsx": as_xlsx, "xls": as_xls}[kind](rows, **how)

    return write


@pytest.fixture(scope="session")
def rows_of():
    """The rows of a table drawn with bars, a line per row, ⏎ for a line break; blanks beside the bars do not count."""

    def rows(drawn):
        lines = drawn.strip("\n").splitlines()
        return [[cell.strip(" ").replace("⏎", "\n") for cell in line.split("|")] for line in lines]

    return rows


@pytest.fixture
def read(tmp_path, vocabulary):
    """Reads bytes as a file of whatever name; every cell must come once."""

    def read(content, name="f.csv", columns=None):
        path = tmp_path / name
        path.write_bytes(content)
        file = reading.read(path, vocabulary, columns or {})
        places = [(cell.sheet, cell.row_no, cell.column_no) for cell in file.cells]
        assert len(places) == len(set(places))
        return file

    return read


@pytest.fixture(scope="session")
def values_of():
    """Text -> region, indicator, unit and period of every value that is not blank."""

    def values(file):
        found = [cell for cell in file.cells if cell.role == "value" and cell.text.strip()]
        said = {
            cell.text.strip(): (cell.region_label, cell.indicator_label, cell.unit_label, cell.period_label)
            for cell in found
        }
        assert len(said) == len(found), "use every figure once"
        return said

    return values
