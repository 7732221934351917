"""Between Markov chains and tables: a chain as rows. No files, no dbt."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from nianjian.methods.markov import chain

KEYS = ["measure", "neighbour_class", "from_class", "to_class", "value", "note"]
COLUMNS = (
    dict.fromkeys(["system_code", "variant_code", "measure"], "str")
    | dict.fromkeys(KEYS[1:4], "int32")
    | {"value": "float64", "note": "str"}
)
# In `neighbour_class`; in the other columns 0 stands for all classes.
ALL, ISLANDS = 0, -1


def rows(counts: np.ndarray, neighbour_class: int = ALL) -> Iterator[tuple]:
    """KEYS of the chain of counts (k, k): moves, probabilities, and what becomes of each class and of all."""
    found = chain(counts)
    for start, end in np.ndindex(*counts.shape):
        yield "moves", neighbour_class, start + 1, end + 1, counts[start, end], ""
        yield "probability", neighbour_class, start + 1, end + 1, found.probability[start, end], ""
    for measure in ("upward", "staying", "downward", "steady"):
        note = str(found.steady_status) if measure == "steady" else ""
        for start, value in enumerate(getattr(found, measure)):
            yield measure, neighbour_class, start + 1, ALL, value, note
    for measure in ("upward", "staying", "downward"):
        yield measure, neighbour_class, ALL, ALL, getattr(found, f"all_{measure}"), ""


def single(**values: float) -> Iterator[tuple]:
    """KEYS of figures that belong to no class."""
    yield from ((name, ALL, ALL, ALL, value, "") for name, value in values.items())


def panel_and_left_out(wide: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """The regions that have every year, for a move needs its start and its end; and how many have not."""
    panel = wide.dropna(axis="columns")
    return panel, wide.shape[1] - panel.shape[1]
