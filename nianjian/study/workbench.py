"""The published warehouse with one study in the place of all systems, in memory: the tables of the study are worked out by
the statements and the Python models of a build, all others are read as they are published. Nothing is written.
"""

import hashlib
import importlib.util
from collections.abc import Collection, Mapping
from functools import cached_property
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple

import duckdb

from nianjian.pipeline import recipes
from nianjian.pipeline.paths import DATABASE, Paths
from nianjian.study.catalogue import MADE, Rows

if TYPE_CHECKING:
    import pandas as pd

# Compiled SQL names tables by the database of a build.
OURS = DATABASE.removesuffix(".duckdb")
# Figures are taken as they are published: a study says how they are used, not what they are.
FIGURES = ("staging", "normalized")
# Here a system takes the figures that it works with.
FIGURES_OF_SYSTEMS = "ind_system_observations"


class Cell(NamedTuple):
    """A figure of a panel."""

    indicator: str
    region: str
    year: int


class Workbench:
    """Lays out the rows of studies and works out tables by name.

    Errors: ValueError, if the published warehouse does not keep how its tables are made.
    """

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._connection = duckdb.connect()
        self._connection.execute(f"attach {_quoted(paths.published)} as published (read_only)")
        self._recipes = recipes.read(self._connection, paths.published)
        self._modules: dict[str, ModuleType] = {}
        self._rows: Rows = {}
        self._made: set[str] = set()
        self._is_stale: dict[str, bool] = {}
        self._changed: set[str] = set()
        self._without: Collection[Cell] = ()

    def close(self) -> None:
        """Let go of the published file."""
        self._connection.close()

    def lay(self, rows: Mapping[str, list[dict[str, object]]], without: Collection[Cell] = ()) -> None:
        """Put these rows in the place of what seeds have of systems, and forget what was worked out. Figures of the cells
        `without` count as not there.

        A seed without a system code keeps its rows, and gets these beside them. Seeds of the project that have changed
        since they were published are taken as they lie there.
        """
        self._rows = {seed: [] for seed in self._of_systems} | dict(rows)
        self._changed = {name for name, recipe in self._recipes.items() if self._has_changed(recipe)}
        self._made, self._is_stale, self._without = set(), {}, without
        self._connection.execute(f"detach database if exists {OURS}")
        self._connection.execute(f"attach ':memory:' as {OURS}")
        schemas = {recipe.schema for recipe in self._recipes.values()}
        self._connection.execute("; ".join(f"create schema {OURS}.{schema}" for schema in schemas))

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """A connection in which tables that were asked for have the names of a build."""
        self._connection.execute(f"use {OURS}")
        return self._connection

    @property
    def stale_figures(self) -> list[str]:
        """Files of seeds that figures depend on, and that have changed since these figures were published."""
        read = {
            parent
            for recipe in self._recipes.values()
            if recipe.schema in FIGURES
            for parent in recipe.parents
        }
        return sorted(self._recipes[name].path for name in self._changed & read)

    def frame(self, name: str) -> "pd.DataFrame":
        """A table as a build would have it, in an order of its own. Errors: LookupError, if there is none of this name."""
        return self.relation(name).order("all").df()

    def relation(self, name: str) -> duckdb.DuckDBPyRelation:
        """A table, worked out if need be."""
        if name not in self._recipes:
            raise LookupError(f"no table {name!r} in the published warehouse")
        self._make(name)
        return self._connection.sql(f"select * from {self._name(name)}")

    def published(self, sql: str, *values: object) -> list[tuple]:
        """What the published warehouse says: tables as `published.<schema>.<table>`."""
        return self._connection.execute(sql, values).fetchall()

    def published_rows(self, system: str) -> Rows:
        """The rows of a system in the seeds as they are published; of indicators and schemes those with the keys of the
        rows that lie here."""
        found: Rows = {}
        for name, recipe in self._recipes.items():
            column = "system_code" if name in self._of_systems else MADE.get(name)
            if recipe.seed_hash is None or column is None:
                continue
            keys = [system] if column == "system_code" else [row[column] for row in self._rows.get(name, [])]
            table = f"select * from published.{recipe.schema}.{name} where list_contains(?, {column})"
            cursor = self._connection.execute(table, [[str(key) for key in keys]])
            columns = [column for column, *_ in cursor.description]
            if rows := [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]:
                found[name] = rows
        return found

    def _make(self, name: str) -> None:
        if name in self._made:
            return
        recipe = self._recipes[name]
        table, source = self._name(name), f"published.{recipe.schema}.{name}"
        if not self._stale(name):
            self._connection.execute(f"create view {table} as select * from {source}")
        else:
            for parent in recipe.parents:
                self._make(parent)
            # With the columns and types that the published table has: contracts and seeds say them.
            self._connection.execute(f"create table {table} as from {source} limit 0")
            if recipe.seed_hash is not None:
                self._fill_seed(recipe, table)
            elif recipe.sql is not None:
                self._connection.execute(f"insert into {table} by name ({recipe.sql})")
            else:
                self._connection.register("worked_out", self._worked_out(recipe))
                self._connection.execute(f"insert into {table} by name (from worked_out)")
        if name == FIGURES_OF_SYSTEMS:
            for cell in self._without:
                self._connection.execute(
                    f"delete from {table} where indicator_code = ? and region_code = ? and year = ?", [*cell]
                )
        self._made.add(name)

    def _worked_out(self, recipe: recipes.Recipe) -> "pd.DataFrame":
        if recipe.name not in self._modules:
            path = self._paths.project / recipe.path
            spec = importlib.util.spec_from_file_location(recipe.name, path)
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            self._modules[recipe.name] = module
        return self._modules[recipe.name].model(SimpleNamespace(ref=self.relation), self._connection)

    def _fill_seed(self, recipe: recipes.Recipe, table: str) -> None:
        if recipe.name not in self._of_systems:
            if recipe.name in self._changed:
                self._copy_seed(recipe, table)
            else:
                self._connection.execute(f"insert into {table} from published.{recipe.schema}.{recipe.name}")
            if key := MADE.get(recipe.name):
                # What the study made before, if it is written already.
                codes = [str(row[key]) for row in self._rows.get(recipe.name, [])]
                self._connection.execute(f"delete from {table} where list_contains(?, {key})", [codes])
        if rows := self._rows.get(recipe.name):
            columns = list(dict.fromkeys(column for row in rows for column in row))
            values = [[_text(row.get(column, "")) for row in rows] for column in columns]
            self._connection.execute(
                f"insert into {table} ({', '.join(columns)}) select {', '.join('unnest(?)' for _ in columns)}",
                values,
            )

    def _copy_seed(self, recipe: recipes.Recipe, table: str) -> None:
        path = self._paths.project / recipe.path
        try:
            self._connection.execute(f"copy {table} from {_quoted(path)} (format csv, header true)")
        except duckdb.Error as error:
            raise ValueError(
                f"{recipe.path} does not fit the table that is published: run `make refresh` first"
            ) from error

    def _stale(self, name: str) -> bool:
        if name not in self._is_stale:
            recipe = self._recipes[name]
            if recipe.schema in FIGURES:
                self._is_stale[name] = False
            elif recipe.seed_hash is not None:
                self._is_stale[name] = name in self._rows or name in self._changed
            else:
                # Not by any(): it stops at the first, and all are asked for anyway.
                self._is_stale[name] = True in [self._stale(parent) for parent in recipe.parents]
        return self._is_stale[name]

    @cached_property
    def _of_systems(self) -> frozenset[str]:
        """Seeds whose rows belong to a system each."""
        found = self.published("""
            select table_name from duckdb_columns()
            where database_name = 'published' and schema_name = 'reference' and column_name = 'system_code'
        """)
        return frozenset(name for (name,) in found)

    def _has_changed(self, recipe: recipes.Recipe) -> bool:
        if recipe.seed_hash is None or recipe.name in self._of_systems:
            return False
        path = self._paths.project / recipe.path
        return not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != recipe.seed_hash

    def _name(self, name: str) -> str:
        return f"{OURS}.{self._recipes[name].schema}.{name}"


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _text(value: Any) -> str | None:
    """As a seed has it: a blank is null."""
    return str(value) if value not in ("", None) else None
