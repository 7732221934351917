"""Between tables and convergence: a panel of scores and its controls as rows. No files, no dbt."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from nianjian.frames import panels
from nianjian.methods.convergence import beta, sigma

FIELDS = ["measure", "term", "year", "value", "standard_error", "p"]
# In `year`: of the whole period.
WHOLE = 0


def panel_of(wide: pd.DataFrame) -> pd.DataFrame:
    """The regions with a score above 0 in every year: growth is a difference of logarithms."""
    return wide.loc[:, (wide > 0).all(axis="rows")]


def controls_of(panel: pd.DataFrame, codes: list[str], values: pd.DataFrame) -> tuple[np.ndarray, list[str]]:
    """Controls (years, regions, controls) of a panel and their codes: those known for each of its regions and years."""
    known = {code: panels.wide(values[values["indicator_code"] == code], "value") for code in codes}
    full = {code: one.reindex(index=panel.index, columns=panel.columns) for code, one in known.items()}
    full = {code: one for code, one in full.items() if one.notna().all(axis=None)}
    return np.stack([one.to_numpy() for one in full.values()], axis=-1) if full else np.empty(0), list(full)


def rows(panel: pd.DataFrame, options: Any, controls: np.ndarray, names: list[str]) -> Iterator[tuple]:
    """FIELDS of sigma and, of enough regions, of beta: absolute, and conditional where there are controls."""
    if panel.shape[1] < 2:
        return
    yield from _sigma(panel)
    if panel.shape[1] >= options.least_regions:
        yield from _beta(panel, options, "absolute", None, [])
        if names and panel.shape[1] >= options.least_regions + len(names):
            yield from _beta(panel, options, "conditional", controls, names)


def _sigma(panel: pd.DataFrame) -> Iterator[tuple]:
    found = sigma(panel)
    for year, spread, variation in zip(panel.index, found.spread, found.variation, strict=True):
        yield "sigma", "", year, spread, np.nan, np.nan
        yield "coefficient_of_variation", "", year, variation, np.nan, np.nan
    yield "sigma_trend", "", WHOLE, found.trend, found.trend_error, found.trend_p


def _beta(
    panel: pd.DataFrame, options: Any, kind: str, controls: np.ndarray | None, names: list[str]
) -> Iterator[tuple]:
    years = panel.index.to_numpy()
    span = int(options.span) or len(panel) - 1
    # Years that are unequally far apart make no steps of one length.
    if np.ptp(years[span:] - years[:-span]) > 0:
        return
    found = beta(panel, controls, span, years)
    yield f"{kind}_beta", "level", WHOLE, found.b, found.standard_error, found.p
    for name in ("speed", "half_life", "r2"):
        yield f"{kind}_{name}", "", WHOLE, getattr(found, name), np.nan, np.nan
    slopes = zip(names, found.controls, found.control_errors, found.control_p, strict=True)
    yield from ((f"{kind}_control", name, WHOLE, *values) for name, *values in slopes)
