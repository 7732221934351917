"""A study as configuration: from a YAML file to the rows of an indicator system in the seeds, or to its results at once.

`reading` takes the file apart, `resolve` says what its names mean and what is wrong with it, `seeds` writes and
removes rows, `coverage` says which figures are there, `questions` makes the YAML on a terminal, `trial` works a study out
without writing it.
"""

from typing import Any


def __getattr__(name: str) -> Any:
    # What works a study out needs pandas and DuckDB; what only reads one should not wait for them.
    if name in ("run", "Trial"):
        from nianjian.study import trial

        return getattr(trial, name)
    raise AttributeError(name)
