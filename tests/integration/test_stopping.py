"""Builds that are ended in the middle of a model: at once, in one line, with all their processes, and what is published
stays."""

import os
import signal
import subprocess
import sys
import threading

import pytest

# A model that says that it is at work and never ends.
MODEL = """
def model(dbt, session):
    import threading

    held = open({pipe!r}, "w")
    print("at work", file=held, flush=True)
    threading.Event().wait()
    return dbt.ref("systems")
"""


@pytest.fixture(scope="module")
def project(built, tmp_path_factory):
    project = built.copy_to(tmp_path_factory.mktemp("stopping") / "project")
    os.mkfifo(project.folder / "pipe")
    model = project.folder / "python_models" / "scores" / "calc_endless.py"
    assert model.parent.is_dir()
    model.write_text(MODEL.format(pipe=str(project.folder / "pipe")), encoding="utf-8")
    return project


@pytest.fixture
def at_work(project):
    """A build in a group of its own, as at a terminal, that has come to the model, and the pipe that the model holds."""
    build = subprocess.Popen(
        [sys.executable, "-m", "nianjian.cli", "build"],
        cwd=project.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(project.folder)},
    )
    pipe = project.folder / "pipe"

    def close_after_the_end():
        build.wait()
        pipe.open("w").close()

    # A build that fails before it comes to the model would leave us waiting.
    threading.Thread(target=close_after_the_end, daemon=True).start()
    with pipe.open() as held:
        assert held.readline() == "at work\n", build.communicate()
        yield build, held


@pytest.mark.parametrize("whom", [os.kill, os.killpg], ids=["the build", "all, as a terminal does"])
def test_ctrl_c_ends_a_build_in_one_line(whom, at_work, project):
    build, held = at_work
    before = project.published.read_bytes()
    whom(build.pid, signal.SIGINT)
    # Both return when the last process that could write has ended.
    out, err = build.communicate()
    assert held.read() == ""
    assert (build.returncode, out) == (130, "")
    # Before it stand the bars, each line over the one before.
    said = [line for line in err.splitlines() if line.strip() and not line.startswith(("dbt ", "landing"))]
    assert said == ["nianjian: stopped; what is published is as it was"]
    assert project.published.read_bytes() == before
    assert project.run("nianjian", "check").returncode == 0


def test_no_process_outlives_a_build_that_is_killed(at_work, project):
    build, held = at_work
    before = project.published.read_bytes()
    build.kill()
    build.communicate()
    assert held.read() == ""
    assert project.published.read_bytes() == before
