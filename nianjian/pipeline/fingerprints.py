"""What a warehouse remembers of its own build: of every node how it was defined and which rows came of it.

It lies in the warehouse itself, as `build.nodes`, so that a copy of the published file is all that a refresh needs.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import duckdb

import nianjian

TABLE = """
    create schema if not exists build;
    create or replace table build.nodes (
        node_id varchar primary key,
        definition_hash varchar,
        content_hash varchar,
        -- UTC
        built_at timestamp not null
    )
"""
# Parts of the library that no model uses: they say when tables are built and where files lie, not what is in them.
OUTSIDE_MODELS = (
    "cli.py", "commands", "figures", "inspect", "intake", "language.py", "locale", "pipeline", "processes.py", "study",
)  # fmt: skip
ENGINE = ("dbt-core", "dbt-duckdb", "duckdb")
KINDS = ("seed", "model", "test")
# What decides over the table that comes of a node; the rest of dbt's manifest is about files, times and people.
DEFINING = ("relation_name", "config", "columns", "constraints", "description", "compiled_code")


@dataclass(frozen=True)
class Inputs:
    """What compiled code does not show, as hashes: seed files; the profile and the engine; the library and all packages.

    Taken before dbt reads any of it: a file that changes while dbt works then counts as changed at the next refresh.
    """

    seeds: Mapping[str, str]
    engine: str
    library: str

    @classmethod
    def of(cls, project: Path) -> "Inputs":
        """The hashes of a project as it lies on disk."""
        # dbt's own checksum of a seed over 1 MB is its path.
        seeds = {str(file.relative_to(project)): _file_hash(file) for file in project.glob("seeds/**/*.csv")}
        package = Path(nianjian.__file__).parent
        sources = {
            str(file.relative_to(package)): _file_hash(file)
            for file in package.rglob("*")
            if file.suffix in (".py", ".yml") and file.relative_to(package).parts[0] not in OUTSIDE_MODELS
        }
        packages = {found.name: found.version for found in distributions()}
        engine = [_file_hash(project / "profiles.yml"), *(packages[name] for name in ENGINE)]
        return cls(seeds, _hash(engine), _hash([sources, packages]))


@dataclass(frozen=True)
class Node:
    """A seed, model or test of the last build, or a source that it read (without a definition). A test has no content."""

    definition: str | None
    content: str | None
    built_at: datetime


def definition(node: Any, inputs: Inputs) -> str:
    """The hash of all that decides, beside the rows it reads, over what a compiled seed, model or test gives.

    Compiled code holds variables, macros and the day of the build where a node uses them, and only there.
    """
    told = node.to_dict()
    # Seeds have no code; whether it is null or blank depends on the command that went before.
    parts = [inputs.engine, *(told.get(key) or None for key in DEFINING)]
    if node.resource_type == "seed":
        parts.append(inputs.seeds[node.original_file_path])
    elif node.language == "python":
        parts.append(inputs.library)
    return _hash(parts)


def tables(manifest: Any) -> dict[str, str]:
    """Every table that a build writes, as node and relation: seeds and models."""
    nodes = manifest.nodes.items()
    return {name: node.relation_name for name, node in nodes if node.resource_type in ("seed", "model")}


def sources(connection: Any, manifest: Any) -> dict[str, Node]:
    """The sources that models read, as they are now."""
    read = {parent for node in manifest.nodes.values() for parent in node.depends_on_nodes}
    return {
        name: Node(None, fingerprint(connection, _relation(source)), moment())
        for name, source in manifest.sources.items()
        if name in read
    }


def _relation(source: Any) -> str:
    """What to select a source from: a table, or files beside the database."""
    location = source.meta.get("external_location")
    return location.format(name=source.name) if location else source.relation_name


def fingerprint(connection: Any, relation: str) -> str:
    """Columns, types and rows of a table as a hash. The order of rows does not count, how often a row stands there does."""
    columns = [row[:2] for row in connection.execute(f"describe select * from {relation}").fetchall()]
    names = ", ".join('"' + name.replace('"', '""') + '"' for name, _ in columns)
    # DuckDB joins the hashes of a row's values by xor; hashed once more, rows cannot swap values unseen.
    rows = connection.execute(f"select count(*), sum(hash(hash({names}))::hugeint) from {relation}")
    return _hash([columns, [str(number) for number in rows.fetchone()]])


def record(connection: Any, manifest: Any, inputs: Inputs) -> None:
    """Write down a build of everything. The manifest is that of the build, with compiled code."""
    now, relations = moment(), tables(manifest)
    contents = {name: fingerprint(connection, relation) for name, relation in relations.items()}
    built = {
        name: Node(definition(node, inputs), contents.get(name), now)
        for name, node in manifest.nodes.items()
        # A test of a model that is for another engine stays in the manifest.
        if node.resource_type in KINDS and node.config.enabled
    }
    write(connection, {**sources(connection, manifest), **built})


def write(connection: Any, nodes: Mapping[str, Node]) -> None:
    """Put these nodes in the place of what the warehouse remembers."""
    columns = zip(
        *((name, node.definition, node.content, node.built_at) for name, node in nodes.items()), strict=True
    )
    connection.execute(TABLE)
    # All rows at once: one by one they take a second.
    connection.execute(
        "insert into build.nodes select unnest(?), unnest(?), unnest(?), unnest(?)", [*map(list, columns)]
    )


def read(warehouse: Path) -> dict[str, Node]:
    """What a published warehouse remembers; nothing if it is not there or remembers nothing."""
    if not warehouse.exists():
        return {}
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        try:
            rows = connection.sql("select * from build.nodes").fetchall()
        except duckdb.CatalogException:
            return {}
    return {name: Node(*values) for name, *values in rows}


def moment() -> datetime:
    """Now in UTC, without saying so: a time zone in the column would ask readers for one more package."""
    return datetime.now(UTC).replace(tzinfo=None)


def _file_hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _hash(what: Any) -> str:
    return hashlib.sha256(json.dumps(what, sort_keys=True, default=str).encode()).hexdigest()
