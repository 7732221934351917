"""Runs dbt inside this process, with a progress bar and a record of how long each kind of node took."""

import os
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from tqdm import tqdm

from nianjian.language import message, tr
from nianjian.processes import ThreadsAtWork

# The bar stands for what dbt would print; its log keeps what a failure needs, not every step (a sixth of the time).
QUIETLY = ["--log-level", "none", "--no-print", "--log-level-file", "info"]


@dataclass(frozen=True)
class Failure:
    """A node that failed. `query` gives the rows at fault where a data test found some."""

    node: str
    message: str
    query: str | None = None


@dataclass
class DbtRun:
    """What a run of dbt did: its failures, nodes and seconds by kind of node, and seconds over all nodes.

    Two nodes run at a time, so the seconds by kind add up to more than `node_seconds`.
    """

    succeeded: bool
    failures: list[Failure] = field(default_factory=list)
    nodes: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    node_seconds: float = 0.0


class Watch(Protocol):
    """Is asked before a seed, model or test is run and told afterwards, from two threads, in the order of dependence.
    Nodes have their compiled code."""

    def is_current(self, node: Any) -> bool:
        """Whether the table of a node need not be built again."""
        ...

    def has_run(self, node: Any) -> None:
        """Told when a node has been built."""
        ...


class Session:
    """Runs dbt several times on one work file. A project that was parsed once is not parsed again, and the database
    stays open with all that the profile attaches: every run sees the same content of attached files."""

    def __init__(self, as_of: str = ""):
        self.manifest: Any = None
        self._variables = ["--vars", f"{{as_of: '{as_of}'}}"] if as_of else []

    def parse(self) -> DbtRun:
        """Read the project into `manifest`; a run leaves the compiled code of its nodes there."""
        # Every run writes the manifest as a file, a second of work; here it would only be written twice.
        result = self._invoke(["parse", "--no-write-json"])
        self.manifest = result.result
        return _gather(result)

    def run(self, arguments: list[str], watch: Watch | None = None) -> DbtRun:
        """Run `dbt <arguments>` and gather what happened to each node; what the watch calls current is passed over."""
        with _watched(watch) if watch else nullcontext():
            return _gather(self._invoke(arguments))

    def connection(self) -> Any:
        """A connection to the database of the runs, with all that the profile attaches. Only after `parse`."""
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager
        from dbt.adapters.factory import get_adapter_by_type

        if DuckDBConnectionManager._ENV is None:
            # No run has opened the database yet. Within one, this would take the connection from the node.
            adapter = get_adapter_by_type("duckdb")
            with adapter.connection_named("nianjian"):
                adapter.connections.get_thread_connection().handle  # noqa: B018
        return DuckDBConnectionManager.env().handle().cursor()

    def _invoke(self, arguments: list[str]) -> Any:
        # dbt reads its environment when it is imported.
        from dbt.cli.main import dbtRunner

        # On a terminal the bar moves; in a log it is one line every few seconds.
        pause = 0.2 if sys.stderr.isatty() else 5
        with tqdm(desc=f"dbt {arguments[0]}", unit=tr(" nodes"), leave=False, mininterval=pause) as bar:
            runner = dbtRunner(self.manifest, callbacks=[_advance(bar)])
            with _prompt_interrupts():
                result = runner.invoke([*arguments, *self._variables, *QUIETLY])
            if isinstance(result.exception, _Stopped):
                raise ThreadsAtWork
            if result.success:
                fill(bar)
            return result


@contextmanager
def session(project: Path, work: Path, as_of: str = "") -> Iterator[Session]:
    """While this lasts, dbt can run in the project on the work file."""
    # Said from within the project, as in the profile: dbt parses everything again if the path differs.
    with _environment(NIANJIAN_WORK=os.path.relpath(work, project), DO_NOT_TRACK="1"), _folder(project):
        try:
            yield Session(as_of)
        finally:
            _let_go()


def run(arguments: list[str], project: Path, work: Path) -> DbtRun:
    """Run `dbt <arguments>` once on the work file and gather what happened to each node."""
    with session(project, work) as dbt:
        return dbt.run(arguments)


def _let_go() -> None:
    """Close the database that dbt keeps open, with its lock, until the process ends: readers of the published file
    would meet that lock. The adapter has no public call for it."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    if DuckDBConnectionManager._ENV is not None:
        DuckDBConnectionManager._ENV.close()
        DuckDBConnectionManager._ENV = None


@contextmanager
def _watched(watch: Watch) -> Iterator[None]:
    """While this lasts, `dbt build` lets the watch decide which nodes to run. dbt has no public call for it, only a
    table of what runs each kind of node."""
    from dbt.artifacts.schemas.results import RunStatus
    from dbt.task.build import BuildTask

    def watched_by(runner: type) -> type:
        class Watched(runner):
            def execute(self, node: Any, manifest: Any) -> Any:
                if watch.is_current(node):
                    return self._build_run_result(
                        node, time.time(), RunStatus.NoOp, [], message("up to date")
                    )
                result = super().execute(node, manifest)
                watch.has_run(node)
                return result

        return Watched

    before = BuildTask.RUNNER_MAP
    watched = {
        kind: watched_by(runner) for kind, runner in before.items() if kind in ("seed", "model", "test")
    }
    BuildTask.RUNNER_MAP = {**before, **watched}
    try:
        yield
    finally:
        BuildTask.RUNNER_MAP = before


class _Stopped(BaseException):
    """Ctrl-C, by a name that dbt does not know: of its own it makes an end only when the nodes at work have ended."""


@contextmanager
def _prompt_interrupts() -> Iterator[None]:
    """While this lasts, Ctrl-C leaves nodes behind that are at work: the work file is nobody's yet."""

    def stop(*_: Any) -> None:
        raise _Stopped

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _advance(bar: tqdm) -> Any:
    def callback(event: Any) -> None:
        if event.info.name == "ConcurrencyLine":
            bar.reset(total=event.data.node_count)
        elif event.info.name == "NodeFinished":
            bar.set_postfix_str(event.data.node_info.node_name[:40], refresh=False)
            bar.update()

    return callback


def fill(bar: tqdm) -> None:
    """Bring the bar to its end: nodes that are passed over, or only stand for something, are counted and never finish."""
    bar.update((bar.total or bar.n) - bar.n)
    bar.refresh()


def _gather(result: Any) -> DbtRun:
    run = DbtRun(result.success, node_seconds=getattr(result.result, "elapsed_time", 0.0))
    if result.exception is not None:
        run.failures.append(Failure("dbt", str(result.exception)))
    for node in getattr(result.result, "results", None) or []:
        # Passed over as it is current, or nothing that runs (an exposure).
        if node.status == "no-op":
            continue
        kind = str(node.node.resource_type)
        run.nodes[kind] += 1
        run.seconds[kind] += node.execution_time
        if node.status in ("error", "fail"):
            # Below the message dbt lists the macros that it came through; the log has them.
            message = " ".join(str(node.message or "").split("> in macro")[0].split())
            query = node.node.compiled_code if node.status == "fail" else None
            run.failures.append(Failure(node.node.name, message, query))
    return run


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
