"""Which files a landing lists: reported and synthetic ones, those of the sample where there are no others."""

import duckdb
import pytest

from nianjian.inspect import landing_text

FILES = {
    "nbs/2024-10/a.csv": ("nbs", "nbs_2024_10", "staged", None),
    "nbs/2024-11/b.csv": ("nbs", "nbs_2024_11", "staged", None),
    "nbs/2024-10/c.csv": ("nbs", "nbs_2024_10", "refused", "it is empty"),
    "sample/2020-10/d.csv": ("sample", "sample_2020_10", "staged", None),
}
SYNTHETIC = ("nbs_2024_11", "sample_2020_10")


@pytest.fixture
def landed():
    """A function that gives a work file with these files."""

    def landed(*names):
        connection = duckdb.connect()
        connection.sql("create schema normalized; create schema marts")
        connection.sql("create table normalized.norm_releases (release_code varchar, is_synthetic boolean)")
        connection.sql("""
            create table normalized.norm_judged_figures (source_file varchar, origin varchar, outcome varchar)
        """)
        connection.sql("""
            create table marts.fct_landed_file (source_file varchar, source_code varchar, release_code varchar,
                form varchar, outcome varchar, refusal varchar, warning varchar, indicators integer, regions integer,
                first_year integer, last_year integer, cells integer, cells_staged integer, cells_quarantined integer,
                cells_ignored integer)
        """)
        for name in names:
            source, release, outcome, refusal = FILES[name]
            connection.execute(
                "insert into marts.fct_landed_file values "
                "(?, ?, ?, 'bureau', ?, ?, null, 1, 3, 2021, 2023, 24, 10, 2, 12)",
                [name, source, release, outcome, refusal],
            )
        for release in {FILES[name][1] for name in names}:
            connection.execute(
                "insert into normalized.norm_releases values (?, ?)", [release, release in SYNTHETIC]
            )
        return connection

    return landed


def listed(connection):
    """Each file of the table, and the mark behind it."""
    lines = landing_text._files(connection).splitlines()[2:]
    return {line.split()[0]: line.split()[-1] if line.split()[-1].isalpha() else "" for line in lines}


def test_a_synthetic_release_of_ones_own_is_listed_and_marked(landed):
    connection = landed("nbs/2024-10/a.csv", "nbs/2024-11/b.csv", "sample/2020-10/d.csv")
    assert listed(connection) == {"nbs/2024-10/a.csv": "", "nbs/2024-11/b.csv": "synthetic"}


def test_where_nothing_is_synthetic_there_is_no_mark(landed):
    head, *_ = landing_text._files(landed("nbs/2024-10/a.csv", "nbs/2024-10/c.csv")).splitlines()
    assert head.split()[-1] == "ignored"


def test_the_sample_is_listed_where_nothing_else_has_landed(landed):
    assert listed(landed("sample/2020-10/d.csv")) == {"sample/2020-10/d.csv": "synthetic"}


def test_refusals_are_told_in_the_language_of_the_person(landed, monkeypatch):
    connection = landed("nbs/2024-10/c.csv")
    assert landing_text._refused(connection).splitlines()[1:] == ["  nbs/2024-10/c.csv: it is empty"]
    monkeypatch.setenv("NIANJIAN_LANGUAGE", "zh")
    assert landing_text._refused(connection).splitlines() == [
        "拒收，或仍用最初内容的文件：",
        "  nbs/2024-10/c.csv: 文件为空",
    ]
