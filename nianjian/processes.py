"""Processes beside this one that end with it, however it ends."""

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from nianjian.language import tr

# What tells Linux to send a signal when the parent is gone; see prctl(2).
_PARENT_DEATH_SIGNAL = 1


@contextmanager
def workers(
    count: int, start: Callable[..., None] | None = None, *arguments: Any
) -> Iterator[ProcessPoolExecutor]:
    """Some processes that work for this one; each begins with `start(*arguments)`.

    Ctrl-C is not theirs to answer: if it, or any error, leaves the block, they are ended in the middle of their work.
    If this process is killed they end, too.
    """
    context = multiprocessing.get_context("spawn")
    # Nothing is ever sent: the pipe closes when this process lets go of its end, or is no more.
    theirs, ours = context.Pipe(duplex=False)
    executor = ProcessPoolExecutor(count, context, _begin, (theirs, start, arguments))
    try:
        _without_interrupts(lambda: [executor.submit(int) for _ in range(count)])
        yield executor
    except BaseException:
        ours.close()
        raise
    finally:
        executor.shutdown(cancel_futures=True)
        ours.close()
        theirs.close()


def ended_with_this(command: Sequence[str | Path]) -> list[str | Path]:
    """A command that is ended when this process ends. On Linux only; elsewhere it goes on to its own end."""
    return [sys.executable, "-m", __name__, *command]


class ThreadsAtWork(KeyboardInterrupt):
    """Ctrl-C that has left threads at work: Python cannot come to its own end while they are."""


def stopped() -> int:
    """Say that Ctrl-C was heard; returns the code that shells expect then."""
    # In the place of a bar, if there is one.
    sys.stderr.write("\r\033[K" if sys.stderr.isatty() else "\r")
    print(f"nianjian: {tr('stopped; what is published is as it was')}", file=sys.stderr, flush=True)
    return 128 + signal.SIGINT


def _begin(pipe: Connection, start: Callable[..., None] | None, arguments: tuple) -> None:
    threading.Thread(target=_end_with, args=(pipe,), daemon=True).start()
    if start:
        start(*arguments)


def _end_with(pipe: Connection) -> None:
    pipe.poll(None)
    os._exit(1)


def _without_interrupts(do: Callable[[], Any]) -> None:
    """Processes that are begun meanwhile never hear of Ctrl-C, from their first instruction on."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        do()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _become(command: list[str]) -> None:
    """Run another program in the place of this one, ended with the parent."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGTERM)
    os.execv(command[0], command)


if __name__ == "__main__":
    _become(sys.argv[1:])
