"""What a warehouse remembers of a table, and what a change makes out of date."""

from datetime import datetime
from types import SimpleNamespace

import duckdb
import pytest

from nianjian.pipeline import fingerprints
from nianjian.pipeline.fingerprints import Node
from nianjian.pipeline.refresh import Upkeep

THEN = datetime(2026, 1, 1)


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        yield connection


def fingerprint(connection, query):
    connection.execute(f"create or replace table t as {query}")
    return fingerprints.fingerprint(connection, '"memory"."main"."t"')


def rows(*texts, columns="a, b"):
    return f"select * from (values {', '.join(texts)}) as rows({columns})"


SAME = rows("(1, 'x')", "(2, 'y')", "(2, 'y')")
OTHERS = {
    "a row less": rows("(1, 'x')", "(2, 'y')"),
    "another row repeated": rows("(1, 'x')", "(1, 'x')", "(2, 'y')"),
    "values swapped between rows": rows("(1, 'y')", "(2, 'x')", "(2, 'y')"),
    "values swapped between columns": rows("('x', 1)", "('y', 2)", "('y', 2)"),
    "null for a number": rows("(null, 'x')", "(2, 'y')", "(2, 'y')"),
    "0 for a number": rows("(0, 'x')", "(2, 'y')", "(2, 'y')"),
    "another type": f"select a::bigint as a, b from ({SAME})",
    "another name": rows("(1, 'x')", "(2, 'y')", "(2, 'y')", columns="a, c"),
    "columns in another order": f"select b, a from ({SAME})",
    "no rows": f"{SAME} limit 0",
}


def test_the_order_of_rows_does_not_count(connection):
    assert fingerprint(connection, SAME) == fingerprint(connection, rows("(2, 'y')", "(1, 'x')", "(2, 'y')"))


def test_everything_else_counts(connection):
    found = {name: fingerprint(connection, query) for name, query in {"same": SAME, **OTHERS}.items()}
    assert len(set(found.values())) == len(found)


def test_null_is_neither_0_nor_blank_nor_nan(connection):
    numbers = [fingerprint(connection, f"select {x}::double as n") for x in ("null", "0", "'nan'")]
    texts = [fingerprint(connection, f"select {x}::varchar as t") for x in ("null", "''", "'null'")]
    assert len({*numbers, *texts}) == 6


def test_a_column_may_have_any_name(connection):
    assert fingerprint(connection, """select 1 as "t", 2 as "a ""b" """)


def test_a_warehouse_reads_what_was_written(tmp_path):
    nodes = {
        "seed.s": Node("d", "c", THEN),
        "test.t": Node("d", None, THEN),
        "source.r": Node(None, "c", THEN),
    }
    with duckdb.connect(str(tmp_path / "w.duckdb")) as connection:
        fingerprints.write(connection, {"seed.gone": Node("d", "c", THEN)})
        fingerprints.write(connection, nodes)
    assert fingerprints.read(tmp_path / "w.duckdb") == nodes


def test_nothing_is_remembered_where_nothing_is_or_was_written(tmp_path):
    duckdb.connect(str(tmp_path / "w.duckdb")).close()
    assert fingerprints.read(tmp_path / "w.duckdb") == fingerprints.read(tmp_path / "none.duckdb") == {}


def test_inputs_see_a_seed_change_whatever_its_size(tmp_path):
    (tmp_path / "profiles.yml").touch()
    # dbt's own checksum of a file over 1 MB is its path.
    seed = tmp_path / "seeds" / "part" / "big.csv"
    seed.parent.mkdir(parents=True)
    seed.write_text("n\n" + "1\n" * 600_000)
    before = fingerprints.Inputs.of(tmp_path)
    seed.write_text("n\n" + "1\n" * 599_999 + "2\n")
    after = fingerprints.Inputs.of(tmp_path)
    assert before.seeds.keys() == after.seeds.keys() == {"seeds/part/big.csv"}
    assert before.seeds != after.seeds
    assert (before.engine, before.library) == (after.engine, after.library)
    (tmp_path / "profiles.yml").write_text("other: settings")
    assert fingerprints.Inputs.of(tmp_path).engine != before.engine


# source.raw, seed.codes -> model.staged -> model.norm -> model.mart -> model.checks; model.side reads codes alone.
GRAPH = {
    "seed.codes": [],
    "model.staged": ["source.raw"],
    "model.norm": ["model.staged", "seed.codes"],
    "test.norm": ["model.norm"],
    "model.side": ["seed.codes"],
    "model.mart": ["model.norm"],
    "test.both": ["model.mart", "model.side"],
    "test.raw": ["source.raw"],
    "test.macro": [],
}
TABLES = [name for name in GRAPH if not name.startswith("test")]


def keep(definitions=(), contents=(), raw="same", before=None):
    """What runs on the toy graph, and its upkeep, if these nodes have another definition or come out with other rows."""
    if before is None:
        before = {name: Node("same", "same" if name in TABLES else None, THEN) for name in GRAPH}
        before["source.raw"] = Node(None, "same", THEN)
    heard, ran = [], []
    upkeep = Upkeep(
        before,
        {"source.raw": Node(None, raw, THEN)},
        lambda node: "other" if node.unique_id in definitions else "same",
        lambda node: "other" if node.unique_id in contents else "same",
        heard.append,
    )
    for name, parents in GRAPH.items():
        node = SimpleNamespace(
            unique_id=name, resource_type=name.split(".")[0], depends_on_nodes=parents, relation_name=name
        )
        if not upkeep.is_current(node):
            ran.append(name)
            upkeep.has_run(node)
    assert heard == [name for name in ran if name in contents]
    assert upkeep.after.keys() == {"source.raw", *GRAPH}
    return ran, upkeep


def test_nothing_changed_nothing_runs():
    ran, upkeep = keep()
    assert ran == []
    assert all(node.built_at == THEN for node in upkeep.after.values())


def test_a_change_goes_as_far_as_rows_change():
    ran, upkeep = keep(definitions=["seed.codes"], contents=["seed.codes"])
    assert ran == ["seed.codes", "model.norm", "test.norm", "model.side", "test.both"]
    assert upkeep.rebuilt == {"seed.codes": True, "model.norm": False, "model.side": False}
    assert upkeep.after["seed.codes"].content == "other"
    assert upkeep.after["model.norm"].built_at > THEN
    assert upkeep.after["model.mart"].built_at == THEN


def test_a_new_definition_that_gives_the_same_rows_stops_there():
    ran, upkeep = keep(definitions=["model.norm"])
    assert ran == ["model.norm", "test.norm"]
    assert upkeep.after["model.norm"].definition == "other"


def test_a_source_with_other_rows_reaches_what_reads_it():
    changed = ["model.staged", "model.norm", "model.mart"]
    ran, upkeep = keep(contents=changed, raw="other")
    assert ran == ["model.staged", "model.norm", "test.norm", "model.mart", "test.both", "test.raw"]
    assert upkeep.after["source.raw"].content == "other"


def test_a_changed_test_runs_alone():
    assert keep(definitions=["test.macro"])[0] == ["test.macro"]


def test_without_memory_everything_runs():
    assert keep(before={}, contents=TABLES)[0] == list(GRAPH)
