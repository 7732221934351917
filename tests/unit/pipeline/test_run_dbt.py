import io
import os
import signal
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from tqdm import tqdm

from nianjian.pipeline import run_dbt
from nianjian.pipeline.run_dbt import Failure


def result(*nodes, success=True, exception=None):
    """What dbt's runner returns."""
    return SimpleNamespace(success=success, exception=exception, result=SimpleNamespace(results=list(nodes)))


def node(name, kind="model", status="success", message=None, seconds=1.0):
    about = SimpleNamespace(name=name, resource_type=kind, compiled_code=f"select {name}")
    return SimpleNamespace(node=about, status=status, message=message, execution_time=seconds)


@pytest.fixture
def dbt(monkeypatch):
    """dbt in a play: `seen` holds how it was called; what it does can be set."""
    play = SimpleNamespace(seen=None, does=lambda: result())

    class Runner:
        def __init__(self, manifest, callbacks):
            self.callbacks = callbacks

        def invoke(self, arguments):
            play.seen = SimpleNamespace(arguments=arguments, folder=Path.cwd(), environment=dict(os.environ))
            return play.does()

    module = ModuleType("dbt.cli.main")
    module.dbtRunner = Runner
    monkeypatch.setitem(sys.modules, "dbt.cli.main", module)
    return play


def test_dbt_runs_in_the_project_on_the_work_file_and_tells_nobody(dbt, tmp_path):
    outcome = run_dbt.run(["build"], tmp_path, tmp_path / "work" / "work.duckdb")
    assert outcome.succeeded
    assert dbt.seen.arguments[0] == "build"
    assert dbt.seen.folder == tmp_path
    # The path that dbt's own commands have from the profile, in whatever folder the project lies.
    assert dbt.seen.environment["NIANJIAN_WORK"] == "work/work.duckdb"
    assert dbt.seen.environment["DO_NOT_TRACK"] == "1"


@pytest.mark.parametrize("before", [None, "elsewhere.duckdb"])
@pytest.mark.parametrize("error", [None, RuntimeError, KeyboardInterrupt])
def test_folder_and_environment_are_afterwards_as_they_were(dbt, tmp_path, monkeypatch, before, error):
    monkeypatch.delenv("NIANJIAN_WORK", raising=False)
    if before:
        monkeypatch.setenv("NIANJIAN_WORK", before)
    folder = Path.cwd()

    def does():
        if error:
            raise error
        return result()

    dbt.does = does
    if error:
        with pytest.raises(error):
            run_dbt.run(["build"], tmp_path, tmp_path / "work.duckdb")
    else:
        run_dbt.run(["build"], tmp_path, tmp_path / "work.duckdb")
    assert dbt.seen.folder == tmp_path
    assert Path.cwd() == folder
    assert os.environ.get("NIANJIAN_WORK") == before


def test_a_project_that_is_not_there_leaves_the_environment_alone(dbt, tmp_path, monkeypatch):
    monkeypatch.delenv("NIANJIAN_WORK", raising=False)
    with pytest.raises(FileNotFoundError):
        run_dbt.run(["build"], tmp_path / "nowhere", tmp_path / "work.duckdb")
    assert "NIANJIAN_WORK" not in os.environ


def test_as_of_reaches_every_run_as_a_variable(dbt, tmp_path):
    with run_dbt.session(tmp_path, tmp_path / "work.duckdb", "2024-12-31") as session:
        for run in (session.parse, lambda: session.run(["build"])):
            run()
            assert "--vars {as_of: '2024-12-31'}" in " ".join(dbt.seen.arguments)


def test_nodes_and_seconds_are_counted_by_kind(dbt, tmp_path):
    nodes = [
        node("a", seconds=1.5),
        node("b", seconds=2.0),
        node("t", kind="test", status="pass", seconds=0.5),
        node("current", status="no-op"),
    ]
    dbt.does = lambda: result(*nodes)
    outcome = run_dbt.run(["build"], tmp_path, tmp_path / "work.duckdb")
    assert (outcome.nodes, outcome.seconds) == ({"model": 2, "test": 1}, {"model": 3.5, "test": 0.5})
    assert outcome.failures == []


def test_a_failure_has_one_line_and_a_failed_test_its_query(dbt, tmp_path):
    dbt.does = lambda: result(
        node(
            "broken",
            status="error",
            message="Compilation Error\n  no such macro\n> in macro statement\n> in macro run",
        ),
        node("wrong", kind="test", status="fail", message="Got 2 results"),
        node("odd", kind="test", status="warn", message="Got 1 result"),
        node("left_out", status="skipped"),
        success=False,
    )
    outcome = run_dbt.run(["build"], tmp_path, tmp_path / "work.duckdb")
    assert not outcome.succeeded
    assert outcome.failures == [
        Failure("broken", "Compilation Error no such macro"), Failure("wrong", "Got 2 results", "select wrong"),
    ]  # fmt: skip


def test_an_exception_of_dbt_itself_is_a_failure(dbt, tmp_path):
    dbt.does = lambda: SimpleNamespace(success=False, exception=ValueError("profile not found"), result=None)
    outcome = run_dbt.run(["build"], tmp_path, tmp_path / "work.duckdb")
    assert outcome.failures == [Failure("dbt", "profile not found")]


def event(name, **data):
    return SimpleNamespace(info=SimpleNamespace(name=name), data=SimpleNamespace(**data))


def test_the_bar_reaches_its_end_though_some_nodes_never_finish():
    with tqdm(disable=False, file=io.StringIO()) as bar:
        hear = run_dbt._advance(bar)
        hear(event("ConcurrencyLine", node_count=3))
        hear(event("NodeFinished", node_info=SimpleNamespace(node_name="a")))
        assert (bar.n, bar.total) == (1, 3)
        run_dbt.fill(bar)
        assert (bar.n, bar.total) == (3, 3)
    assert "100%" in bar.fp.getvalue()


def test_ctrl_c_leaves_what_dbt_is_at_behind(dbt, tmp_path):
    """dbt hands on what was raised in the middle of its work as a result."""

    def interrupted():
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            raise AssertionError("dbt would wait for its nodes") from None
        except BaseException as error:  # noqa: BLE001
            return result(success=False, exception=error)

    dbt.does = interrupted
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        run_dbt.run(["build"], tmp_path, tmp_path / "work.duckdb")
    assert signal.getsignal(signal.SIGINT) == before
