"""A build that is killed leaves the published release whole, and the next build is not in its way."""

import os
import signal
import subprocess
import sys
import time

import pytest


@pytest.mark.parametrize("seconds", [2, 9])
def test_a_killed_build_leaves_the_published_file_whole(built, seconds):
    before = built.published.read_bytes()
    building = subprocess.Popen(
        [sys.executable, "-m", "nianjian.cli", "build"],
        cwd=built.folder,
        env={**os.environ, "PYTHONPATH": str(built.folder), "DO_NOT_TRACK": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(seconds)
    os.killpg(building.pid, signal.SIGKILL)
    assert building.wait() == -signal.SIGKILL
    assert built.published.read_bytes() == before
    assert built.query("select count(*) from marts.fct_score")[0][0] > 0
