"""What a warehouse keeps of how its tables are made: the compiled SQL of each model, the file of each Python model and seed.

It lies in the warehouse itself, as `build.recipes`: with it a study is worked out in seconds, without dbt, by the very
statements that a refresh would run.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

TABLE = """
    create schema if not exists build;
    create or replace table build.recipes (
        name varchar primary key,
        schema_name varchar not null,
        -- Of the project; a seed's rows and a Python model lie there.
        path varchar not null,
        -- Names of seeds and models that it reads.
        parents varchar[] not null,
        -- Compiled SQL; null for a seed and a Python model.
        sql varchar,
        -- SHA-256 of a seed's file; null for a model.
        seed_hash varchar
    )
"""


@dataclass(frozen=True)
class Recipe:
    """How a table is made. A seed has `seed_hash`, an SQL model `sql`, a Python model neither."""

    name: str
    schema: str
    path: str
    parents: tuple[str, ...]
    sql: str | None
    seed_hash: str | None


def write(connection: Any, manifest: Any, seeds: Mapping[str, str]) -> None:
    """Keep the recipes of a build. The manifest is that of the build, with compiled code; `seeds` are hashes by file."""
    tables = {
        name: node
        for name, node in manifest.nodes.items()
        if node.resource_type in ("seed", "model") and node.config.enabled
    }
    rows = [
        (
            node.name,
            node.schema,
            node.original_file_path,
            [tables[parent].name for parent in node.depends_on_nodes if parent in tables],
            node.compiled_code if node.resource_type == "model" and node.language == "sql" else None,
            seeds.get(node.original_file_path),
        )
        for node in tables.values()
    ]
    connection.execute(TABLE)
    connection.execute(
        "insert into build.recipes select unnest(?), unnest(?), unnest(?), unnest(?), unnest(?), unnest(?)",
        [*map(list, zip(*rows, strict=True))],
    )


def read(connection: Any, warehouse: Path) -> dict[str, Recipe]:
    """The recipes of an attached warehouse. Errors: ValueError, if it was built before they were kept."""
    try:
        rows = connection.execute("select * from published.build.recipes").fetchall()
    except duckdb.CatalogException as error:
        raise ValueError(
            f"{warehouse.name} does not keep how its tables are made: run `make build` once"
        ) from error
    return {
        name: Recipe(name, schema, path, tuple(parents), sql, seed_hash)
        for name, schema, path, parents, sql, seed_hash in rows
    }
