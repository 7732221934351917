"""Firm files in every form of the contract: what of each row is read, and how what cannot be read is told."""

from datetime import date
from decimal import Decimal

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nianjian.intake.firms.firm_files import land
from nianjian.intake.tables.vocabulary import missing_markers
from nianjian.pipeline.paths import of_project

HEADER = "统一社会信用代码,城市,行业代码,成立日期,注销日期,注册资本,币种,单位"
MISSING = missing_markers(of_project().reference)
ROW = "A1,石家庄市,C3911,2019-03-01,,1000,人民币,万元"


@pytest.fixture
def drop(tmp_path):
    def drop(name, text, encoding="utf-8"):
        path = tmp_path / "landing" / "firms" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return drop


@pytest.fixture
def landed(tmp_path):
    """Lands, and gives the files and the rows of a table."""

    def landed(table="enterprises"):
        raw = tmp_path / "raw"
        outcome = land([tmp_path / "landing"], raw, MISSING)
        relation = duckdb.read_parquet(str(raw / table / "*.parquet")).order("row_no")
        rows = [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
        return outcome, rows

    return landed


def enterprises(*rows):
    return "\n".join([HEADER, *rows, ""])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_text_in_every_encoding_and_separator(drop, landed, encoding, separator):
    drop("2022-12/enterprises.csv", enterprises(ROW).replace(",", separator), encoding)
    _, (row,) = landed()
    assert row | {"file_id": ""} == {
        "file_id": "",
        "row_no": 2,
        "enterprise_id": "A1",
        "city": "石家庄市",
        "industry": "C3911",
        "established_on": date(2019, 3, 1),
        "deregistered_on": None,
        "registered_capital": Decimal("1000.000000"),
        "capital_currency": "人民币",
        "capital_unit": "万元",
        "problem_column": None,
        "problem_text": None,
    }


@pytest.mark.parametrize(
    "text", ["2019-03-01", "2019/3/1", "20190301", "2019年3月1日", " 2019-03-01 ", "2019-03-01 08:30:00"]
)
def test_days_as_registers_write_them(drop, landed, text):
    drop("2022-12/enterprises.csv", enterprises(ROW.replace("2019-03-01", text)))
    _, (row,) = landed()
    assert row["established_on"] == date(2019, 3, 1)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1000", "1000"),
        ('"1,000.5"', "1000.5"),
        ("0", "0"),
        ("-3", "-3"),
        ("0.000001", "0.000001"),
        ("2.50000000", "2.5"),
    ],
)
def test_amounts(drop, landed, text, amount):
    drop("2022-12/enterprises.csv", enterprises(ROW.replace("1000", text)))
    _, (row,) = landed()
    assert row["registered_capital"] == Decimal(amount)


@pytest.mark.parametrize("marker", ["", "  ", "　", " - ", "－", "ＮＡ", "无 数 据", *sorted(MISSING)])
def test_missing_is_null_and_no_problem(drop, landed, marker):
    drop("2022-12/enterprises.csv", enterprises(ROW.replace("1000", marker)))
    _, (row,) = landed()
    assert row["registered_capital"] is None and row["problem_column"] is None


@pytest.mark.parametrize(
    ("before", "text", "column"),
    [
        ("2019-03-01", "2019-02-30", "established_on"),
        ("2019-03-01", "03/01/2019", "established_on"),
        ("1000", "1e3", "registered_capital"),
        ("1000", "nan", "registered_capital"),
        ("1000", "12.1234567", "registered_capital"),
        ("1000", "1000万", "registered_capital"),
        ("1000", "9" * 30, "registered_capital"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_with_its_text(drop, landed, before, text, column):
    drop("2022-12/enterprises.csv", enterprises(ROW.replace(before, text)))
    _, (row,) = landed()
    assert (row["problem_column"], row["problem_text"], row[column]) == (column, text, None)


def test_torn_rows_keep_their_number_and_text(drop, landed):
    rows = [
        ROW,
        "A2,北京",
        ROW.replace("A1", "A3"),
        ROW.replace("A1", "A4") + ",more",
        ROW.replace("A1", "A5"),
    ]
    drop("2022-12/enterprises.csv", enterprises(*rows))
    outcome, found = landed()
    told = [(row["row_no"], row["enterprise_id"], row["problem_text"]) for row in found]
    assert told == [
        (2, "A1", None),
        (3, None, "A2,北京"),
        (4, "A3", None),
        (5, None, rows[3]),
        (6, "A5", None),
    ]
    assert outcome.files[0].row_count == 5


def test_parquet_with_types_of_its_own_gives_the_same_rows(drop, landed, tmp_path):
    text, typed = "2022-12/enterprises.csv", "2021-12/enterprises.parquet"
    drop(text, enterprises(ROW))
    path = drop(typed, b"")
    columns = dict(zip(HEADER.split(","), ROW.split(","), strict=True))
    values = {name: [value or None] for name, value in columns.items()}
    table = pa.table(
        values | {"成立日期": [date(2019, 3, 1)], "注册资本": [1000.0], "注销日期": pa.nulls(1, pa.date32())}
    )
    pq.write_table(table, path)
    _, rows = landed()
    # A Parquet file has no header: its first row is row 1.
    assert [row["row_no"] for row in rows] == [1, 2]
    first, second = ({name: row[name] for name in row if name not in ("file_id", "row_no")} for row in rows)
    assert first == second


def test_headers_with_quotes_and_other_columns_do_no_harm(drop, landed):
    header = HEADER.replace("城市", '"城市"').replace("行业代码", '" industry "')
    drop("2022-12/enterprises.csv", f'{header},"a ""note"""\n{ROW},x\n')
    _, (row,) = landed()
    assert (row["city"], row["industry"]) == ("石家庄市", "C3911")


def test_a_partitioned_path_gives_the_columns_that_it_names(drop, landed):
    header, row = HEADER.replace("城市,", ""), ROW.replace("石家庄市,", "")
    drop("2022-12/enterprises/city=130100/part-0.csv", f"{header}\n{row}\n")
    drop("2022-12/enterprises/city=110000/part-0.csv", f"{header}\n{row}\n")
    _, rows = landed()
    assert sorted(row["city"] for row in rows) == ["110000", "130100"]


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("2022-12/enterprises.csv", "", "empty"),
        ("2022-12/enterprises.csv", "id,city\n1,2\n", "no column industry (known as industry, 行业"),
        ("2022-12/enterprises.csv", HEADER.replace("城市", "单位") + "\n", "two columns are called '单位'"),
        ("2022-12/enterprises.csv", b"\xff\x00\x81\x00,\n", "UTF-8"),
        ("2022-12/enterprises.parquet", b"PAR1 and no more", "Parquet"),
        ("2022-12/notes.csv", "a,b\n", "tells no table"),
        ("enterprises.csv", "a,b\n", "release"),
        ("new/enterprises.csv", enterprises(ROW), "published_on"),
    ],
)
def test_a_bad_file_is_refused_with_the_reason(drop, landed, name, text, why):
    drop(name, text)
    outcome, rows = landed()
    (file,) = outcome.files
    assert why in file.refusal and file.row_count == 0 and rows == []


def test_a_bad_file_does_not_keep_others_out(drop, landed):
    drop("2022-12/enterprises-1.csv", "")
    drop("2022-12/enterprises-2.csv", enterprises(ROW))
    outcome, rows = landed()
    assert [bool(file.refusal) for file in outcome.files] == [True, False] and len(rows) == 1


def test_what_is_known_is_not_read_again_and_what_has_changed_stays(drop, landed, tmp_path):
    path = drop("2022-12/enterprises.csv", enterprises(ROW))
    assert landed()[0].read == 1
    assert landed()[0].read == 0
    path.write_text(enterprises(ROW.replace("1000", "2000")), encoding="utf-8")
    outcome, (row,) = landed()
    assert outcome.read == 0 and row["registered_capital"] == 1000
    assert "has changed" in outcome.files[0].warning
    path.unlink()
    assert landed()[0].files == []


def test_the_same_content_counts_once_in_a_release_and_again_in_another(drop, landed):
    for name in ("2022-12/enterprises-1.csv", "2022-12/enterprises-2.csv", "2023-12/enterprises.csv"):
        drop(name, enterprises(ROW))
    outcome, _ = landed()
    assert [file.row_count for file in outcome.files] == [1, 0, 1]
    assert "same content as firms/2022-12/enterprises-1.csv" in outcome.files[1].refusal


def test_files_are_numbered_in_the_order_in_which_they_land(drop, landed):
    drop("2022-12/enterprises-2.csv", enterprises(ROW))
    landed()
    drop("2022-12/enterprises-1.csv", enterprises(ROW.replace("A1", "A0")))
    outcome, _ = landed()
    assert {file.name[-5]: file.file_no for file in outcome.files} == {"1": 2, "2": 1}
