"""One build, one swap: what publishing does to the file that readers have open."""

from contextlib import contextmanager, nullcontext
from types import SimpleNamespace

import duckdb
import pytest

from nianjian.intake.landing import Landing
from nianjian.pipeline import build as building
from nianjian.pipeline.intake import Intake
from nianjian.pipeline.paths import Paths
from nianjian.pipeline.run_dbt import DbtRun, Failure


@pytest.fixture
def paths(tmp_path, monkeypatch):
    monkeypatch.setattr(building.page, "render", lambda connection: "<p>page</p>")
    # No test here needs Great Expectations, which takes seconds to import.
    monkeypatch.setattr(building.worker, "beside", nullcontext)
    nothing = Intake(Landing(), Landing(), Landing(), "nothing")
    monkeypatch.setattr(building, "land_all", lambda *_: nothing)
    paths = Paths(tmp_path, tmp_path / "warehouse")
    paths.work.parent.mkdir(parents=True)
    (tmp_path / "profiles.yml").touch()
    return paths


def write(path, number):
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"create or replace table t as select {number} as n")


def read(path):
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.sql("select n from t").fetchone()[0]


@pytest.fixture
def dbt(monkeypatch):
    """dbt in a play: `does` is called with its arguments and the work file, and gives what dbt did."""
    play = SimpleNamespace(does=None, as_of=None)

    @contextmanager
    def session(project, work, as_of):
        play.as_of = as_of
        yield SimpleNamespace(
            parse=lambda: DbtRun(True),
            run=lambda arguments: play.does(arguments, work),
            manifest=None,
            connection=lambda: None,
        )

    monkeypatch.setattr(building.run_dbt, "session", session)
    monkeypatch.setattr(building.fingerprints, "record", lambda connection, manifest, inputs: None)
    monkeypatch.setattr(building.recipes, "write", lambda connection, manifest, seeds: None)
    return play


def test_publish_replaces_the_file_in_one_move(paths):
    write(paths.published, 1)
    write(paths.work, 2)
    assert building.publish(paths) == "<p>page</p>"
    assert read(paths.published) == 2


def test_what_is_published_is_left_as_a_copy_for_dbt(paths):
    write(paths.work, 2)
    building.publish(paths)
    assert read(paths.work) == 2
    write(paths.work, 3)
    assert read(paths.published) == 2


def test_a_reader_keeps_what_it_opened(paths):
    write(paths.published, 1)
    before = paths.published.stat().st_ino
    with paths.published.open("rb") as reader:
        content = reader.read(64)
        write(paths.work, 2)
        building.publish(paths)
        reader.seek(0)
        assert reader.read(64) == content
    assert paths.published.stat().st_ino != before


def test_a_failed_build_leaves_the_published_file_alone(paths, dbt):
    write(paths.published, 1)

    def fail(arguments, work):
        write(work, 3)
        return DbtRun(False, [Failure("some_test", "Got 1 result", "select n as wrong_number from t")])

    dbt.does = fail
    with pytest.raises(
        building.BuildFailed, match=r"(?s)1 failed, nothing was published.*some_test.*wrong_number.*3"
    ):
        building.build(paths)
    assert read(paths.published) == 1


def test_a_build_starts_from_an_empty_work_file(paths, dbt):
    write(paths.work, 9)
    (paths.work.parent / "nianjian.duckdb.wal").write_bytes(b"left over")

    def run(arguments, work):
        assert not list(work.parent.iterdir())
        write(work, 4)
        return DbtRun(True)

    dbt.does = run
    building.build(paths)
    assert read(paths.published) == 4
    assert paths.quality_page.read_text() == "<p>page</p>"


def test_as_of_reaches_dbt(paths, dbt):
    seen = []

    def run(arguments, work):
        seen.extend(arguments)
        write(work, 5)
        return DbtRun(True)

    dbt.does = run
    building.build(paths, "2024-12-31")
    assert seen == ["build", "--exclude-resource-type", "unit_test"]
    assert dbt.as_of == "2024-12-31"


def test_a_second_build_waits_its_turn(paths):
    with (
        building.only_user(paths.lock),
        pytest.raises(building.BuildFailed, match="another build is at work"),
    ):
        building.build(paths)


def test_a_build_that_ended_lets_the_next_one_in(paths, dbt):
    def run(arguments, work):
        write(work, 6)
        return DbtRun(True)

    dbt.does = run
    building.build(paths)
    building.build(paths)
    assert read(paths.published) == 6
