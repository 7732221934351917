"""Reads many files beside each other, each within limits of time and memory, so that no file can stop the others."""

import os
import resource
import signal
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from nianjian.intake.sheets import Refused
from nianjian.intake.tables import reading
from nianjian.intake.tables.cell_columns import CellColumns, by_column
from nianjian.intake.tables.vocabulary import Vocabulary
from nianjian.processes import workers

# Of work: on a busy machine a file may wait as long as it must.
MAX_SECONDS = 120
MAX_MEMORY = 4 * 2**30
WORKERS = 2
# Results wait in memory until they are taken: no more files are begun than this.
AHEAD = 4 * WORKERS

_vocabulary: Vocabulary


@dataclass(frozen=True)
class Task:
    """A file to read, under the headers that its author gave."""

    path: Path
    columns: dict[str, str]


def read_all(tasks: list[Task], vocabulary: Vocabulary) -> Iterator[CellColumns | str]:
    """What became of each task, in order: the file as read, or the line that says why it was refused."""
    waiting = deque(tasks)
    while waiting:
        begun: deque[tuple[Task, Future]] = deque()
        with _workers(vocabulary, min(WORKERS, len(waiting))) as pool:
            is_broken = False
            while begun or (waiting and not is_broken):
                while waiting and len(begun) < AHEAD and not is_broken:
                    try:
                        begun.append((waiting[0], pool.submit(_read, waiting[0])))
                        waiting.popleft()
                    except BrokenProcessPool:
                        is_broken = True
                if begun:
                    task, future = begun.popleft()
                    result = _result(future)
                    is_broken = is_broken or result is None
                    yield result or _alone(task, vocabulary)


def _alone(task: Task, vocabulary: Vocabulary) -> CellColumns | str:
    """A process that dies takes down those beside it; each file that had been begun gets one of its own."""
    refusal = f"reading it takes more than {MAX_SECONDS} s or {MAX_MEMORY / 2**30:g} GB"
    with _workers(vocabulary, 1) as pool:
        return _result(pool.submit(_read, task)) or refusal


def _result(future: Future) -> CellColumns | str | None:
    try:
        return future.result()
    except BrokenProcessPool:
        return None


def _workers(vocabulary: Vocabulary, count: int) -> AbstractContextManager[ProcessPoolExecutor]:
    return workers(count, _start, vocabulary, (MAX_SECONDS, MAX_MEMORY))


def _start(vocabulary: Vocabulary, limits: tuple[float, int]) -> None:
    global _vocabulary, MAX_SECONDS, MAX_MEMORY
    _vocabulary, (MAX_SECONDS, MAX_MEMORY) = vocabulary, limits
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    # What libraries print where they fail is no line of ours.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _read(task: Task) -> CellColumns | str:
    # The alarm ends the process, also where a library does not come back to Python.
    signal.setitimer(signal.ITIMER_PROF, MAX_SECONDS)
    try:
        return by_column(reading.read(task.path, _vocabulary, task.columns))
    except Refused as error:
        refusal = str(error)
    except MemoryError:
        refusal = f"reading it takes more than {MAX_MEMORY / 2**30:g} GB"
    except OSError as error:
        refusal = f"it cannot be opened: {error.strerror}"
    except BaseException as error:  # noqa: BLE001
        # A fault of a reader or of a library under it costs this file only.
        refusal = (
            f"the readers failed on it, please report: {type(error).__name__}: {' '.join(str(error).split())}"
        )
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return refusal
