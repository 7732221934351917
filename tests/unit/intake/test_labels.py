"""Labels are compared in Python, where files are read, and in SQL, where they are looked up: both mean the same by a label."""

from pathlib import Path

import duckdb
import pytest
from jinja2 import Environment

from nianjian.intake.tables.cell_text import squeezed

MACROS = Path(__file__).parents[3] / "macros"


@pytest.fixture(scope="module")
def plain_text():
    """The SQL of the macro over a column `sign`."""
    source = "".join(
        (MACROS / f"{name}.sql").read_text(encoding="utf-8")
        for name in ("without_blanks", "half_width", "simplified", "plain_text")
    )
    return Environment().from_string(source + "{{ plain_text('sign') }}").render().strip()


def test_python_and_sql_make_the_same_of_every_sign(plain_text):
    # DuckDB's texts hold no zero byte and no half of a pair.
    codes = [code for code in range(1, 0x110000) if not 0xD800 <= code < 0xE000]
    rows = duckdb.execute(
        f"select code, {plain_text} from (select code, 'a' || chr(code::integer) || 'b' as sign from unnest(?) as t(code))",
        [codes],
    ).fetchall()
    assert len(rows) == len(codes)
    assert {code: text for code, text in rows if text != squeezed(f"a{chr(code)}b")} == {}


def test_python_and_sql_make_the_same_of_texts(plain_text):
    texts = ["", " 　", "武　汉（市）", "a\r\n\tb", "Ｇ Ｄ Ｐ｜ｘ", "它的'名字'＇", "１．５％−２"]
    rows = duckdb.execute(f"select {plain_text} from (select unnest(?) as sign)", [texts]).fetchall()
    assert [text for (text,) in rows] == [squeezed(text) for text in texts]
