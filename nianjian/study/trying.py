"""Tries a study once, or whenever its file is saved."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

from nianjian.language import in_words, tr, translated
from nianjian.pipeline.paths import Paths
from nianjian.study import last_try, try_text
from nianjian.study.trial import on
from nianjian.study.workbench import Workbench

Say = Callable[[str], None]
PAUSE = 0.1


def once(paths: Paths, file: Path, say: Say = print, workbench: Workbench | None = None) -> None:
    """Work a study out, say what it gives and what has changed since the last try, and keep it for the next.

    Errors: StudyError; MethodError.
    """
    trial = on(workbench or Workbench(paths), paths, file)
    now = last_try.Tried.of(trial, _state(paths.published))
    place = last_try.path(paths, trial.study.code)
    before = last_try.read(place) or last_try.published(trial)
    texts = [try_text.text(trial), try_text.since_text(before, now, trial)]
    say("\n\n".join(text for text in texts if text))
    last_try.keep(now, place)


def table(paths: Paths, file: Path, name: str, out: TextIO) -> None:
    """Write a table of the study as CSV. Errors: LookupError, if there is none of this name; StudyError; MethodError."""
    on(Workbench(paths), paths, file).table(name).to_csv(out, index=False)


def watch(paths: Paths, file: Path, say: Say = print, saves: Iterator[None] | None = None) -> None:
    """Try a study, and again at each of `saves`: whenever its file is saved or another build is published. What is wrong
    with the file is said, and the next save waited for."""
    workbench, state = Workbench(paths), _state(paths.published)
    for _ in saves or _saves(file, paths.published):
        started = time.perf_counter()
        try:
            if _state(paths.published) != state:
                workbench.close()
                workbench, state = Workbench(paths), _state(paths.published)
            once(paths, file, say, workbench)
        except (ValueError, LookupError, OSError) as error:
            say(translated(in_words(error)))
        seconds = time.perf_counter() - started
        say(
            "\n"
            + tr("{seconds:.1f} s; waiting for {file} to be saved (Ctrl-C ends)", seconds=seconds, file=file)
            + "\n"
        )


def _saves(*files: Path) -> Iterator[None]:
    """Now, and whenever a file is another one than before."""
    before = None
    while True:
        now = [_state(file) for file in files]
        if now != before:
            before = now
            yield
        time.sleep(PAUSE)


def _state(file: Path) -> str:
    """What tells one state of a file from another; '' while an editor has it away."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return ""
    return f"{found.st_mtime_ns} {found.st_size} {found.st_ino}"
