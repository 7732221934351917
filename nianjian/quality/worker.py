"""A process for Great Expectations, so that its import of some seconds runs beside a build and not within it."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

import pandas as pd

from nianjian.processes import workers
from nianjian.quality import checks

# The process, while there is one.
_beside: list[ProcessPoolExecutor] = []


@contextmanager
def beside() -> Iterator[None]:
    """While this lasts, `run` hands its work to a process that has begun to import Great Expectations."""
    with workers(1) as process:
        process.submit(checks.prepare)
        _beside.append(process)
        try:
            yield
        finally:
            _beside.remove(process)


def run(frames: Mapping[str, pd.DataFrame], wanted: Mapping[str, list[dict[str, Any]]]) -> pd.DataFrame:
    """`checks.run`, in the process beside the build if there is one, else here (as in a plain `dbt build`)."""
    if not _beside:
        return checks.run(frames, wanted)
    return _beside[-1].submit(checks.run, frames, wanted).result()
