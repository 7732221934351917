"""A warehouse keeps how its tables are made."""

from types import SimpleNamespace

import duckdb
import pytest

from nianjian.pipeline import recipes
from nianjian.pipeline.recipes import Recipe


def node(name, kind="model", schema="marts", parents=(), **more):
    return SimpleNamespace(
        name=name, resource_type=kind, schema=schema, original_file_path=f"{name}.x", compiled_code=None,
        config=SimpleNamespace(enabled=True), depends_on_nodes=list(parents), **more,
    )  # fmt: skip


def test_what_is_kept_of_seeds_of_sql_and_of_python(tmp_path):
    sql = node("sums", parents=["seed.a", "source.landed"], language="sql")
    sql.compiled_code = "select 1"
    python = node("means", schema="results", parents=["model.sums"], language="python")
    # What dbt wraps around a Python model is none of it: its file is.
    python.compiled_code = "def model(dbt, session): ...\nclass dbtObj: ..."
    off = node("spark_only", language="sql")
    off.config.enabled = False
    nodes = {
        "seed.a": node("a", "seed", "reference"),
        "model.sums": sql,
        "model.means": python,
        "model.off": off,
        "test.t": node("t", "test"),
    }
    warehouse = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(warehouse)) as connection:
        recipes.write(connection, SimpleNamespace(nodes=nodes), {"a.x": "abc"})
    with duckdb.connect() as connection:
        connection.execute(f"attach '{warehouse}' as published (read_only)")
        assert recipes.read(connection, warehouse) == {
            "a": Recipe("a", "reference", "a.x", (), None, "abc"),
            "sums": Recipe("sums", "marts", "sums.x", ("a",), "select 1", None),
            "means": Recipe("means", "results", "means.x", ("sums",), None, None),
        }


def test_a_warehouse_that_keeps_none_says_what_to_do(tmp_path):
    warehouse = tmp_path / "nianjian.duckdb"
    duckdb.connect(str(warehouse)).close()
    with duckdb.connect() as connection:
        connection.execute(f"attach '{warehouse}' as published (read_only)")
        with pytest.raises(ValueError, match=r"nianjian\.duckdb does not keep how its tables are made"):
            recipes.read(connection, warehouse)
