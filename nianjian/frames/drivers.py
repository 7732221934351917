"""Between tables and arrays: an outcome beside its factors, and their strata.

Frames in, frames and matrices out; no files, no dbt.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from nianjian.methods import strata
from nianjian.methods.forest import Growing

OUTCOME = "score"
CUTS = ("quantile", "natural", "equal")
# The options that strata depend on.
CUT = ["scope", "cut", "strata"]


def tables(
    scores: pd.DataFrame, method: str, drivers: pd.DataFrame, values: pd.DataFrame
) -> Iterator[tuple[str, pd.DataFrame]]:
    """(system, its score and factors by (region_code, year)) for each system that a method is applied to.

    The outcome comes first, the factors in the order of the drivers. A region and year without every factor is left out,
    and so is a factor without any value.
    """
    for system, rows in scores[scores["method_code"] == method].groupby("system_code"):
        codes = drivers[drivers["system_code"] == system].sort_values("sort_order")["indicator_code"]
        found = values[values["system_code"] == system]
        factors = found.pivot(index=["region_code", "year"], columns="indicator_code", values="value")
        factors = factors[[code for code in codes if code in factors.columns]]
        outcome = rows.set_index(["region_code", "year"])[[OUTCOME]]
        yield str(system), outcome.join(factors).dropna().sort_index()


def periods(table: pd.DataFrame, scope: str) -> Iterator[tuple[int, int, pd.DataFrame]]:
    """(first year, last year, rows): each year (`year`), or all together (`pooled`)."""
    years = table.index.get_level_values("year")
    if scope == "pooled":
        yield years.min(), years.max(), table
    else:
        yield from ((year, year, rows) for year, rows in table.groupby(years))


def cut_all(table: pd.DataFrame, options: Any) -> tuple[np.ndarray, list[int]]:
    """Strata (n, m) of the factors of a table, and how many cuts were tried for each."""
    y, factors = table[OUTCOME].to_numpy(), table.drop(columns=OUTCOME)
    # Of an outcome that does not vary no cut is best, and whatever is taken has no q.
    if options.cut != "best" or np.ptp(y) == 0:
        method = "natural" if options.cut == "best" else options.cut
        codes = [strata.cut(x, options.strata, method).codes for x in factors.to_numpy().T]
        return np.column_stack(codes), [1] * len(codes)
    found = [strata.best_cut(y, x, range(2, options.strata + 1), CUTS) for x in factors.to_numpy().T]
    return np.column_stack([best.codes for best in found]), [best.tried for best in found]


def stratified(
    scores: pd.DataFrame, variants: pd.DataFrame, cut: pd.DataFrame
) -> Iterator[tuple[dict[str, Any], Any, pd.DataFrame]]:
    """(keys, options, strata) of each geodetector: a table of the strata by region and year, the score with them.

    `cut` holds strata under one variant for all that differ in other options alone.
    """
    same = variants.groupby(CUT, sort=False)["variant_code"].transform("first")
    outcomes = scores[scores["method_code"] == "geodetector"]
    for options, cut_as in zip(variants.itertuples(), same, strict=True):
        for (system, first, last), rows in cut[cut["variant_code"] == cut_as].groupby(
            ["system_code", "first_year", "last_year"]
        ):
            codes = rows.pivot(index=["region_code", "year"], columns="indicator_code", values="stratum")
            outcome = outcomes[outcomes["system_code"] == system].set_index(["region_code", "year"])[OUTCOME]
            keys = {"system_code": system, "variant_code": options.variant_code}
            yield keys | {"first_year": first, "last_year": last}, options, codes.join(outcome)


def forests(
    scores: pd.DataFrame, drivers: pd.DataFrame, values: pd.DataFrame, variants: pd.DataFrame
) -> Iterator[tuple[dict[str, str], pd.DataFrame, Any, tuple]]:
    """(keys, table, options, (x, y)) of each forest: of all systems, or of those that the variants name."""
    for system, table in tables(scores, "forest", drivers, values):
        x, y = table.drop(columns=OUTCOME).to_numpy(), table[OUTCOME].to_numpy()
        mine = variants[variants["system_code"] == system] if "system_code" in variants else variants
        for options in mine.itertuples():
            yield {"system_code": system, "variant_code": options.variant_code}, table, options, (x, y)


def growing(options: Any) -> Growing:
    """How the options grow a forest."""
    return Growing(options.features, options.leaf)
