"""Processes beside this one end with it: tried with real ones, which are ended in every way.

Each holds a pipe open for as long as it lives; the pipe ends when the last of them has ended.
"""

import os
import signal
import subprocess
import sys

import pytest

from nianjian.processes import workers

# A parent whose workers say that they are there, and then work for as long as nobody ends them.
PARENT = """
import signal, sys
from nianjian.processes import workers

def work(pipe):
    held = open(pipe, "w")
    print("at work", file=held, flush=True)
    signal.pause()

if __name__ == "__main__":
    held = open(sys.argv[1], "w")
    try:
        with workers(2) as pool:
            tasks = [pool.submit(work, sys.argv[1]) for _ in range(3)]
            tasks[0].result()
    except KeyboardInterrupt:
        print("stopped")
        sys.exit(130)
"""
# A parent of another program.
OF_PROGRAM = """
import subprocess, sys
from nianjian.processes import ended_with_this

held = open(sys.argv[1], "w")
program = "import signal, sys; held = open(sys.argv[1], 'w'); print('at work', file=held, flush=True); signal.pause()"
subprocess.run(ended_with_this([sys.executable, "-c", program, sys.argv[1]]))
"""
of_linux = pytest.mark.skipif(
    sys.platform != "linux", reason="other systems do not tell a program of its parent's end"
)


def begin(script, count, tmp_path):
    """The parent, in a group of its own as at a terminal, with its children at work, and the pipe that they hold."""
    path, pipe = tmp_path / "parent.py", tmp_path / "pipe"
    path.write_text(script)
    os.mkfifo(pipe)
    parent = subprocess.Popen(
        [sys.executable, path, pipe],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    held = pipe.open()
    assert [held.readline() for _ in range(count)] == ["at work\n"] * count
    return parent, held


@pytest.mark.parametrize(
    ("script", "count"),
    [pytest.param(PARENT, 2, id="workers"), pytest.param(OF_PROGRAM, 1, id="program", marks=of_linux)],
)
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_children_end_with_a_parent_that_is_killed(script, count, end, tmp_path):
    parent, held = begin(script, count, tmp_path)
    parent.send_signal(end)
    # It would not return while a child is there.
    assert held.read() == ""
    assert parent.wait() == -end


@pytest.mark.parametrize("whom", [os.kill, os.killpg], ids=["the parent", "all, as a terminal does"])
def test_ctrl_c_ends_workers_at_once_and_without_a_word(whom, tmp_path):
    parent, held = begin(PARENT, 2, tmp_path)
    whom(parent.pid, signal.SIGINT)
    assert held.read() == ""
    out, err = parent.communicate()
    assert (parent.returncode, out, err) == (130, "stopped\n", "")


def noted(path):
    path.write_text("begun")


def test_workers_begin_with_what_they_are_told_and_give_results(tmp_path):
    with workers(1, noted, tmp_path / "start") as pool:
        assert pool.submit(max, 3, 4).result() == 4
    assert (tmp_path / "start").read_text() == "begun"


def test_an_error_in_the_block_ends_workers_and_comes_through():
    with pytest.raises(ValueError, match="of the block"), workers(1) as pool:
        waiting = pool.submit(signal.pause)
        raise ValueError("of the block")
    assert waiting.done()
