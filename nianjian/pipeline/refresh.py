"""Brings the published warehouse up to date: builds again only what is out of date, with the result of a full build.

A refresh is a build on a copy of what is published that passes over what is current: a table whose definition is that of
the last build and of which no table that it reads has other rows than then. So a table that is built again and comes out
the same stops there: what reads it stays.
"""

import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from nianjian.language import message
from nianjian.pipeline import build, fingerprints, firms, recipes, run_dbt
from nianjian.pipeline.intake import Intake, land_all
from nianjian.pipeline.paths import Paths
from nianjian.quality import worker

# The model that needs Great Expectations, which takes some seconds to import.
CHECKS = "model.nianjian.gx_results"


@dataclass
class RefreshResult(build.BuildResult):
    """`rebuilt` are the tables that were built again, in order, with whether other rows came of it; `full_because` says
    why everything was built, if it was."""

    rebuilt: dict[str, bool] = field(default_factory=dict)
    full_because: str = ""


class Upkeep:
    """A watch over a build that passes over what is current.

    `before` and `sources` are the nodes of the last build and the sources as they are now; `define` and `look_at` give
    the hashes of a node's definition and of its rows; `on_change` hears of each table that came out with other rows.
    """

    def __init__(
        self,
        before: Mapping[str, fingerprints.Node],
        sources: Mapping[str, fingerprints.Node],
        define: Callable[[Any], str],
        look_at: Callable[[Any], str],
        on_change: Callable[[str], None] = lambda name: None,
    ):
        self.before, self.after, self.rebuilt = before, dict(sources), dict[str, bool]()
        self.changed = {name for name, source in sources.items() if self._is_news(name, source.content)}
        self.define, self.look_at, self.on_change = define, look_at, on_change

    def is_current(self, node: Any) -> bool:
        """Whether a node can stay. A test runs again if a table that it reads was built again, whatever came of it."""
        known = self.before.get(node.unique_id)
        if known is None or known.definition != self.define(node):
            return False
        touched = [self.changed, self.rebuilt] if node.resource_type == "test" else [self.changed]
        if any(parent in tables for tables in touched for parent in node.depends_on_nodes):
            return False
        self.after[node.unique_id] = known
        return True

    def has_run(self, node: Any) -> None:
        """Take down what came of a node."""
        name, content = node.unique_id, None
        if node.resource_type != "test":
            content = self.look_at(node)
            self.rebuilt[name] = self._is_news(name, content)
            if self.rebuilt[name]:
                self.changed.add(name)
                self.on_change(name)
        self.after[name] = fingerprints.Node(self.define(node), content, fingerprints.moment())

    def _is_news(self, name: str, content: str | None) -> bool:
        return name not in self.before or self.before[name].content != content


def refresh(
    paths: Paths,
    as_of: str = "",
    landing: Path | None = None,
    with_sample: bool = True,
    engine: str = firms.DUCKDB,
) -> RefreshResult:
    """Land what is new in the landing folder, build again what is out of date in the published warehouse, run the
    tests that look at it, and publish.

    Without a published warehouse that remembers its build, everything is built.
    Errors: BuildFailed, if a model, test or check fails; the published file is then as it was.
    """
    paths.work.parent.mkdir(parents=True, exist_ok=True)
    with build.only_user(paths.lock):
        started = time.perf_counter()
        intake = land_all(paths, landing, with_sample, engine, as_of)
        seconds_landing = time.perf_counter() - started
        if before := fingerprints.read(paths.published):
            return _refresh(paths, as_of, before, intake, seconds_landing)
        full = build.build_all(paths, as_of, intake, seconds_landing)
        reason = message(f"no {paths.published.name} is published that remembers how it was built")
        return RefreshResult(full.dbt, full.intake, full.seconds, full_because=reason)


def _refresh(
    paths: Paths,
    as_of: str,
    before: Mapping[str, fingerprints.Node],
    intake: Intake,
    seconds_landing: float,
) -> RefreshResult:
    started = time.perf_counter()
    build.copy_published(paths)
    inputs = fingerprints.Inputs.of(paths.project)
    rebuilt: dict[str, bool] = {}
    with run_dbt.session(paths.project, paths.work, as_of) as dbt, ExitStack() as beside:
        run = dbt.parse()
        if run.succeeded:
            upkeep = Upkeep(
                before,
                fingerprints.sources(dbt.connection(), dbt.manifest),
                lambda node: fingerprints.definition(node, inputs),
                lambda node: fingerprints.fingerprint(dbt.connection(), node.relation_name),
                _before_checks(dbt.manifest, lambda: beside.enter_context(worker.beside())),
            )
            # A seed that is there already would keep its columns.
            run = dbt.run([*build.BUILD, "--full-refresh"], upkeep)
            rebuilt = upkeep.rebuilt
        if run.succeeded:
            _drop_others(dbt.connection(), dbt.manifest)
            fingerprints.write(dbt.connection(), upkeep.after)
            recipes.write(dbt.connection(), dbt.manifest, inputs.seeds)
    seconds = build.finish(paths, run, started)
    return RefreshResult(run, intake, {"landing": seconds_landing, **seconds}, rebuilt)


def _before_checks(manifest: Any, prepare: Callable[[], Any]) -> Callable[[str], None]:
    """A function that prepares for the last checks, once, when it hears of a changed table that they read."""
    lock, read = Lock(), set(manifest.nodes[CHECKS].depends_on_nodes)

    def hear(name: str) -> None:
        with lock:
            if name in read:
                read.clear()
                prepare()

    return hear


def _drop_others(connection: Any, manifest: Any) -> None:
    """Drop the tables of seeds and models that are gone."""
    wanted = fingerprints.tables(manifest).values()
    found = connection.execute("""
        select format('"{}"."{}"."{}"', table_catalog, table_schema, table_name), table_type
        from information_schema.tables
        where table_catalog = current_database() and table_schema != 'build'
    """)
    for relation, kind in found.fetchall():
        if relation not in wanted:
            connection.execute(f"drop {'view' if kind == 'VIEW' else 'table'} {relation} cascade")
