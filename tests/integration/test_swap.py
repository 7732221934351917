"""A build that is killed leaves the published release whole, and the next build is not in its way."""

import os
import signal
import subprocess
import sys
from threading import Event


def kill_when(project, is_reached):
    """Start a build and kill it, with all that it started, as soon as it has come that far."""
    building = subprocess.Popen(
        [sys.executable, "-m", "nianjian.cli", "build"],
        cwd=project.folder,
        env={**os.environ, "PYTHONPATH": str(project.folder), "DO_NOT_TRACK": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while building.poll() is None and not is_reached():
        Event().wait(0.02)
    assert building.poll() is None, "the build ended before it came so far"
    os.killpg(building.pid, signal.SIGKILL)
    assert building.wait() == -signal.SIGKILL


def test_a_killed_build_leaves_the_published_file_whole(built, tmp_path):
    project = built.copy_to(tmp_path / "project")
    before = project.published.read_bytes()
    landing = project.folder / "warehouse" / "landing.duckdb"
    landing.unlink()
    kill_when(project, landing.exists)
    assert project.published.read_bytes() == before
    # The next one comes as far as the tables: seeds take some megabytes, here or in the log beside.
    work = project.folder / "warehouse" / "work"
    kill_when(project, lambda: sum(path.stat().st_size for path in work.glob("nianjian.duckdb*")) > 4 * 2**20)
    assert project.published.read_bytes() == before
    assert project.query("select count(*) from marts.fct_score")[0][0] > 0
