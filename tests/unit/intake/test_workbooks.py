"""Workbooks: what a cell's text is, sheets of every kind, and what is refused."""

import datetime
import io
import zipfile

import openpyxl
import pytest
import xlwt
from openpyxl.chart import BarChart

from nianjian.intake import files, workbooks
from nianjian.intake.sheets import Refused

SHEET = "xl/worksheets/sheet1.xml"


def saved(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def changed(content, change, name=SHEET):
    """A workbook with one of its parts changed."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
    return buffer.getvalue()


def one_row(cells, **formats):
    book = openpyxl.Workbook()
    for column, cell in enumerate(cells, 1):
        book.active.cell(1, column, cell)
    for place, number_format in formats.items():
        book.active[place].number_format = number_format
    return saved(book)


def test_texts_of_an_xlsx():
    content = one_row(
        [
            2184,
            37.49,
            0.00001,
            1e15,
            -0.5,
            "2184",
            " 武 汉 ",
            True,
            datetime.date(2019, 1, 1),
            43466,
            2019,
            None,
            0,
        ],
        J1='yyyy"年"',
        K1='0"年"',
    )
    (sheet,) = workbooks.read_xlsx(content)
    assert sheet.rows == [
        ["2184", "37.49", "0.00001", "1000000000000000", "-0.5", "2184", " 武 汉 ", "TRUE", "2019-01-01"]
        + ["2019-01-01", "2019", "", "0"]
    ]
    assert not sheet.is_ragged


def test_texts_of_an_xls():
    book = xlwt.Workbook()
    sheet = book.add_sheet("数据")
    for column, cell in enumerate([2184, 37.49, 0.00001, "2184", "武 汉", True]):
        sheet.write(0, column, cell)
    sheet.write(0, 6, datetime.date(2019, 1, 1), xlwt.easyxf(num_format_str="YYYY"))
    (read,) = workbooks.read_xls(saved(book))
    assert (read.name, read.rows) == (
        "数据",
        [["2184", "37.49", "0.00001", "2184", "武 汉", "TRUE", "2019-01-01"]],
    )


def test_sheets_that_are_hidden_or_empty_or_hold_a_chart():
    book = openpyxl.Workbook()
    book.active["B2"] = 1
    book.create_sheet("空")
    hidden = book.create_sheet("隐")
    hidden["A1"], hidden.sheet_state = 2, "hidden"
    book.create_chartsheet("图").add_chart(BarChart())
    read = workbooks.read_xlsx(saved(book))
    assert [(sheet.name, sheet.rows) for sheet in read] == [
        ("Sheet", [["", ""], ["", "1"]]),
        ("空", []),
        ("隐", [["2"]]),
        ("图", []),
    ]


def test_a_formula_counts_with_its_result_be_it_an_empty_text():
    plain = one_row(["=1+1", '=IF(A1="","",1)', 3])
    with_results = changed(
        plain,
        lambda xml: xml.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>").replace(
            b'<c r="B1"><f>', b'<c r="B1" t="str"><f>'
        ),
    )
    assert workbooks.read_xlsx(with_results)[0].rows == [["2", "", "3"]]


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml,
        lambda xml: xml.replace(b"<f>1+1</f>", b'<f t="shared" si="0"/>'),
        lambda xml: xml.replace(b"<v />", b"<v></v>"),
        lambda xml: xml.replace(b"<v />", b""),
    ],
)
def test_a_formula_without_a_result_is_refused(change):
    with pytest.raises(Refused, match="formulas have no result in the file, as in B1"):
        workbooks.read_xlsx(changed(one_row([1, "=1+1"]), change))


def test_a_cell_far_off_is_refused_before_memory_is_taken():
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "x", 1
    with pytest.raises(Refused, match="spans 1,048,576 rows and 16,384 columns"):
        workbooks.read_xlsx(saved(book))
    book = xlwt.Workbook()
    book.add_sheet("s").write(65535, 255, 1)
    with pytest.raises(Refused, match="sheet s spans 65,536 rows and 256 columns"):
        workbooks.read_xls(saved(book))


def test_a_format_far_off_does_no_harm():
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.active["XFD1048576"].number_format = "0.00"
    assert workbooks.read_xlsx(saved(book))[0].rows == [["x"]]


def test_a_zip_bomb_is_refused():
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(SHEET, "w") as part,
    ):
        for _ in range(257):
            part.write(b"<" * 2**20)
    assert len(buffer.getvalue()) < 4 * 2**20
    with pytest.raises(Refused, match="it unpacks to 257 MB; the limit is 256 MB"):
        workbooks.read_xlsx(buffer.getvalue())


def test_a_zip_bomb_that_lies_about_its_size_is_refused():
    content = one_row(["x"] * 50)
    place = content.rfind(b"PK\x01\x02", 0, content.rfind(SHEET.encode()))
    lie = content[: place + 24] + (10).to_bytes(4, "little") + content[place + 28 :]
    with pytest.raises(Refused, match="broken or encrypted"):
        workbooks.read_xlsx(lie)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "it is empty"),
        (b"PK\x03\x04", "broken or encrypted"),
        (one_row([1])[:-30], "broken or encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"EncryptedPackage" * 100, "broken or encrypted"),
        (b"\xef\xbb\xbf<html><table><tr><td>1</td></tr></table>", "web page"),
        (b'<?xml version="1.0"?><Workbook/>', "web page"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "web page"),
    ],
)
def test_refused(tmp_path, content, message):
    path = tmp_path / "f.xlsx"
    path.write_bytes(content)
    with pytest.raises(Refused, match=message):
        files.read(path)


def test_a_zip_of_something_else_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.csv", "1,2")
    with pytest.raises(Refused, match="broken or encrypted"):
        workbooks.read_xlsx(buffer.getvalue())
