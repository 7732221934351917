"""Text files in every encoding, and what is refused."""

import pytest

from nianjian.intake import text_files
from nianjian.intake.sheets import Refused

ROWS = [
    ["地区", "2019年", "2018年"],
    ["北京市", "1.1", ""],
    ["内蒙古自治区", "2.1", "2,200.5"],
    ["注：甲，“乙”"],
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators(encoding, line_end, separator, written):
    (sheet,) = text_files.read(written(ROWS, encoding=encoding, line_end=line_end, separator=separator))
    assert (sheet.name, sheet.rows, sheet.is_ragged) == ("", ROWS, True)


def test_lines_may_end_as_on_an_old_mac():
    assert text_files.read(b"a,b\rc,d")[0].rows == [["a", "b"], ["c", "d"]]


def test_rows_keep_their_lengths_and_texts():
    (sheet,) = text_files.read("地区\t,2019年\t,\n\n 北京市\t,1.1\t,\n注：1. 甲".encode())
    assert sheet.rows == [["地区\t", "2019年\t", ""], [], [" 北京市\t", "1.1\t", ""], ["注：1. 甲"]]


def test_a_quoted_note_over_several_lines():
    (sheet,) = text_files.read('地区,2019年,2018年\n北京市,1,2\n"注：1.甲，\n2.乙"\n'.encode())
    assert sheet.rows[2] == ["注：1.甲，\n2.乙"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("地区,2019年\n北京市,1".encode()[:-7], "cut off (UTF-8)"),
        ("地区生产总值,2019年\n北京市,1".encode() + "市".encode()[:2], "cut off (UTF-8)"),
        (
            "地区生产总值,2019年\n北京".encode() + b"\xff" + "市,1".encode(),
            "byte 34 does not fit the rest, which is UTF-8",
        ),
        ("地区,2019年".encode("gbk") + b"\xff\xff,1", "neither UTF-8 nor GB18030"),
        ("地区,2019年\n北".encode("gbk")[:-1], "cut off (GB18030)"),
        ("地区".encode("utf-16") + b"1", "cut off (UTF-16)"),
        (b"a,b\0c", "zero bytes"),
        (b'a,b,c\n1,"2,3\n4,5,6\n7,8,9\n', "does not close"),
        (b"x" * 200_000, "field larger"),
        (b",\n" * 1_100_000, "more than 2,000,000 cells"),
    ],
)
def test_refused(content, message):
    with pytest.raises(Refused) as refused:
        text_files.read(content)
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)
