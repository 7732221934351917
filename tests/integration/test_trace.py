"""Scores of the project as it ships, followed to the cells that were printed."""

import csv
import json
from itertools import groupby

import duckdb
import pytest

from nianjian.inspect.trace import Traces, trace
from nianjian.inspect.trace_text import as_text


@pytest.fixture(scope="module")
def connection(built):
    # Hundreds of small questions: more threads only wait for one another.
    with duckdb.connect(str(built.published), read_only=True, config={"threads": 1}) as connection:
        yield connection


def test_a_score_reaches_the_printed_cells(built, connection):
    found = trace(connection, "dual_chain", "Beijing", 2023)
    assert found == trace(connection, "dual_chain", "110000", 2023, "entropy_year")
    assert found["ties"] and found["score"]["ties"] and len(found["indicators"]) == 8
    with (built.folder / "seeds" / "published" / "published_cells.csv").open(encoding="utf-8") as file:
        cells = {
            (row["doc_id"], row["article"], int(row["source_line"])): row for row in csv.DictReader(file)
        }
    for row in found["indicators"]:
        (source,) = row["sources"]
        _, doc_id, article = source["source_file"].split("/")
        cell = cells[doc_id, article, source["source_row"]]
        assert (cell["region_label"], cell["period_label"]) == ("北京", "2023")
        assert cell["value_text"] == source["value_text"]
        assert float(cell["value_text"]) == row["value"]
    assert [release["release_code"] for release in found["releases"]] == ["published_004"]
    assert {row["measure"]: row["status"] for row in found["printed_results"]} == {
        "coupling_coordination": "mismatch",
        "coupling_degree": "match",
    }
    assert json.loads(json.dumps(found)) == found


def test_a_trace_reads_in_both_languages(connection):
    text = as_text(trace(connection, "dual_chain", "北京", 2023))
    for words in ("北京市 Beijing (110000), 2023", "产业链 Industrial chain", "equal to the stored score"):
        assert words in text
    assert "2023 printed 30371.35 cny_100m: published/004/bth, table 2, row 12310" in text


def test_every_score_is_what_its_trace_shows(connection):
    scored = connection.sql("""
        select distinct system_code, variant_code, region_code, year
        from marts.fct_score
        order by all
    """).fetchall()
    assert scored
    apart = []
    for (system, variant), rows in groupby(scored, lambda row: row[:2]):
        traces = Traces(connection, system, variant)
        for *_, region, year in rows:
            found = traces.of(region, year)
            parts = (found["score"], *found["subsystems"])
            if not (found["ties"] and all(part["ties"] for part in parts)):
                apart.append((system, variant, region, year))
    assert apart == []


def test_every_subsystem_that_is_stored_is_traced(connection):
    """For one region and year of each system and variant: no subsystem is left out of the tree."""
    stored = connection.sql("""
        select system_code, variant_code, any_value(region_code) as region, any_value(year) as year
        from marts.fct_score
        where subsystem_code = 'total'
        group by system_code, variant_code
    """).fetchall()
    assert stored
    for system, variant, region, year in stored:
        found = Traces(connection, system, variant).of(region, year)
        (count,) = connection.execute(
            "select count(*) from marts.fct_score where (system_code, variant_code, region_code, year) = (?, ?, ?, ?)",
            [system, variant, region, year],
        ).fetchone()
        assert len(found["subsystems"]) + 1 == count, (system, variant)
