"""Runs dbt inside this process, with a progress bar and a record of how long each kind of node took."""

import os
import sys
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tqdm import tqdm

# The bar stands for what dbt would print; its log keeps what a failure needs, not every step (a sixth of the time).
QUIETLY = ["--quiet", "--no-print", "--log-level-file", "info"]


@dataclass(frozen=True)
class Failure:
    """A node that failed. `query` gives the rows at fault where a data test found some."""

    node: str
    message: str
    query: str | None = None


@dataclass
class Outcome:
    """What a run of dbt did: its failures, nodes and seconds by kind of node, and seconds over all nodes.

    Two nodes run at a time, so the seconds by kind add up to more than `node_seconds`.
    """

    succeeded: bool
    failures: list[Failure] = field(default_factory=list)
    nodes: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    node_seconds: float = 0.0


def run(arguments: list[str], project: Path, work: Path) -> Outcome:
    """Run `dbt <arguments>` on the work file and gather what happened to each node."""
    with _environment(NIANJIAN_WORK=str(work), DO_NOT_TRACK="1"), _folder(project):
        # dbt reads its environment when it is imported.
        from dbt.cli.main import dbtRunner

        # On a terminal the bar moves; in a log it is one line every few seconds.
        pause = 0.2 if sys.stderr.isatty() else 5
        with tqdm(desc=f"dbt {arguments[0]}", unit=" nodes", leave=False, mininterval=pause) as bar:
            result = dbtRunner(callbacks=[_advance(bar)]).invoke([*arguments, *QUIETLY])
        _let_go()
    return _gather(result)


def _let_go() -> None:
    """Close the database that dbt keeps open, with its lock, until the process ends: readers of the published file
    would meet that lock. The adapter has no public call for it."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    if DuckDBConnectionManager._ENV is not None:
        DuckDBConnectionManager._ENV.close()
        DuckDBConnectionManager._ENV = None


def _advance(bar: tqdm) -> Any:
    def callback(event: Any) -> None:
        if event.info.name == "ConcurrencyLine":
            bar.reset(total=event.data.node_count)
        elif event.info.name == "NodeFinished":
            bar.set_postfix_str(event.data.node_info.node_name[:40], refresh=False)
            bar.update()

    return callback


def _gather(result: Any) -> Outcome:
    outcome = Outcome(result.success, node_seconds=getattr(result.result, "elapsed_time", 0.0))
    if result.exception is not None:
        outcome.failures.append(Failure("dbt", str(result.exception)))
    for node in getattr(result.result, "results", None) or []:
        kind = str(node.node.resource_type)
        outcome.nodes[kind] += 1
        outcome.seconds[kind] += node.execution_time
        if node.status in ("error", "fail"):
            # Below the message dbt lists the macros that it came through; the log has them.
            message = " ".join(str(node.message or "").split("> in macro")[0].split())
            query = node.node.compiled_code if node.status == "fail" else None
            outcome.failures.append(Failure(node.node.name, message, query))
    return outcome


@contextmanager
def _environment(**values: str) -> Any:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def _folder(path: Path) -> Any:
    before = Path.cwd()
    os.chdir(path)
    try:
        yield
    finally:
        os.chdir(before)
