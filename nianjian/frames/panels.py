"""Between tables and arrays: cuts panels into the matrices that `nianjian.methods` works on, and names what fails there.

Frames in, matrices out; no files, no dbt. The dbt Python models use it so that each of them stays a few lines.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
import pandas as pd

from nianjian.methods.checks import MethodError

TOTAL = "total"
ATTRIBUTES = ["subsystem_code", "direction", "fixed_weight", "sort_order", "half_unit"]
NORMALISED = ["normalisation", "scope"]


@dataclass(frozen=True)
class Block:
    """The rows that one variant of one system looks at together.

    `values` has a row per (region_code, year) and a column per indicator; `part` is the subsystem whose weights sum
    to 1, or `total` where they do so over the whole system; `variant` is the row of method options; `indicators` has
    the attributes of the columns.
    """

    variant: Any
    part: str
    values: pd.DataFrame
    indicators: pd.DataFrame

    @property
    def keys(self) -> dict[str, str]:
        """The columns that name the block in a table of results."""
        return {"system_code": self.variant.system_code, "variant_code": self.variant.variant_code}

    @property
    def context(self) -> str:
        """How an error names this block."""
        years = self.values.index.unique("year")
        return (
            f"system {self.variant.system_code}, variant {self.variant.variant_code}, {self.part}, "
            f"{years.min()}-{years.max()}"
        )

    @property
    def matrix(self) -> np.ndarray:
        """The values: region and year by indicator."""
        return self.values.to_numpy(dtype=float)

    def column(self, name: str) -> np.ndarray:
        """An attribute of the indicators, in the order of the columns."""
        return self.indicators[name].to_numpy()

    def tidy(self, matrix: np.ndarray) -> pd.DataFrame:
        """A matrix in the block's shape as one row per region, year and indicator."""
        frame = pd.DataFrame(matrix, index=self.values.index, columns=self.values.columns)
        cells = frame.stack().rename("value").reset_index()
        return cells.join(self.indicators, on="indicator_code")


def blocks(panel: pd.DataFrame, variants: pd.DataFrame) -> Iterator[Block]:
    """Yield the blocks of every variant: all years together (scope `pooled`) or one year at a time (`year`).

    A panel of normalised values differs by the options in NORMALISED and is cut by them first; a panel of values as
    reported is the same for every variant. A system without a row yields nothing; `audit_empty_systems` lists it.
    """
    keys = ["system_code", *(option for option in NORMALISED if option in panel.columns)]
    panels = dict(iter(panel.groupby(keys)))
    matrices: dict[tuple, list] = {}
    for variant in variants.itertuples(index=False):
        key = tuple(getattr(variant, name) for name in keys)
        # Variants that differ in other options share their matrices.
        cut = (*key, variant.weight_scope, variant.scope)
        if cut not in matrices:
            matrices[cut] = list(_cut(panels.get(key), variant.weight_scope, variant.scope))
        for part, values, indicators in matrices[cut]:
            yield Block(variant, part, values, indicators)


def _cut(
    cells: pd.DataFrame | None, weight_scope: str, scope: str
) -> Iterator[tuple[str, pd.DataFrame, pd.DataFrame]]:
    """A system's cells as (part, values, indicators), one for each set of rows and columns that go together."""
    if cells is None:
        return
    part = cells["subsystem_code"] if weight_scope == "subsystem" else TOTAL
    for part_code, together in cells.assign(part=part).groupby("part"):
        indicators = (
            together[["indicator_code", *ATTRIBUTES]]
            .drop_duplicates("indicator_code")
            .sort_values(["sort_order", "indicator_code"])
            .set_index("indicator_code")
        )
        values = together.pivot(index=["region_code", "year"], columns="indicator_code", values="value")
        values = values[indicators.index]
        # Cut after the pivot: to pivot year by year costs more than the methods.
        years = values.index.get_level_values("year")
        for year in sorted(set(years)) if scope == "year" else [None]:
            period = values if year is None else values[years == year]
            if period.isna().any(axis=None):
                # An indicator without a row in this year is no column of it; one without a value is, and is refused.
                rows = together if year is None else together[together["year"] == year]
                period = period.loc[:, period.columns.isin(rows["indicator_code"])]
            yield part_code, period, indicators.loc[period.columns]


def stacked(
    pieces: Iterable[tuple[Mapping[str, Any], pd.DataFrame]], columns: Mapping[str, str], **same: Any
) -> pd.DataFrame:
    """The frames below each other, each with its keys, as these columns and types; `same` is the same in every row.

    Row labels that have names become columns. Without a single frame the result has no rows but keeps its columns and
    types, so that what reads it still works.
    """
    found = list(pieces)
    if not found:
        return pd.DataFrame({name: [] for name in columns}).astype(dict(columns)).assign(**same)
    table = pd.concat([frame for _, frame in found])
    table = table.reset_index(drop=table.index.names == [None])
    # Keys are repeated over the rows in one go: to assign them frame by frame costs more than the methods.
    lengths = [len(frame) for _, frame in found]
    for name in found[0][0]:
        table[name] = np.repeat(np.array([keys[name] for keys, _ in found], dtype=object), lengths)
    return table[list(columns)].astype(dict(columns)).assign(**same)


def versions(*modules: str) -> str:
    """The versions of these modules of `nianjian.methods`, as results that come from them carry them.

    >>> versions("normalise", "weights")
    'normalise 1.0, weights 1.0'
    """
    found = {name: import_module(f"nianjian.methods.{name}").VERSION for name in modules}
    return ", ".join(f"{name} {version}" for name, version in found.items())


def wide(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """A column of rows by region_code and year as a matrix of years by regions, NaN where there is no row."""
    return rows.pivot(index="year", columns="region_code", values=name)


def years_by_regions(scores: pd.DataFrame, method: str) -> Iterator[tuple[str, pd.DataFrame]]:
    """(system, its scores as years by regions) for each system that a method is applied to."""
    for system, rows in scores[scores["method_code"] == method].groupby("system_code"):
        yield str(system), wide(rows, "score")


def same_regions(matrix: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The matrix in pieces of years that have the same regions, without gaps."""
    known = matrix.notna()
    for regions, years in known.groupby(list(known.columns)).groups.items():
        yield matrix.loc[years, matrix.columns[np.atleast_1d(regions).astype(bool)]]


def together(*matrices: pd.DataFrame) -> list[pd.DataFrame]:
    """The matrices cut to the years and the regions that all have; what a region lacks in a year stays NaN."""
    years, regions = matrices[0].index, matrices[0].columns
    for matrix in matrices[1:]:
        years, regions = years.intersection(matrix.index), regions.intersection(matrix.columns)
    return [matrix.loc[years, regions] for matrix in matrices]


def by_region_and_year(matrix: pd.DataFrame, fields: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """Results in the shape of a matrix of years by regions, one row for each year and region."""
    years, regions = np.meshgrid(matrix.index, matrix.columns, indexing="ij")
    told = {"year": years.ravel(), "region_code": regions.ravel()}
    return pd.DataFrame(told | {name: values.ravel() for name, values in fields.items()})


def cells_of(matrix: pd.DataFrame, fields: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """Results in the shape of a matrix of regions by indicators, one row for each cell."""
    regions, indicators = np.meshgrid(matrix.index, matrix.columns, indexing="ij")
    told = {"region_code": regions.ravel(), "indicator_code": indicators.ravel()}
    return pd.DataFrame(told | {name: values.ravel() for name, values in fields.items()})


def group_masks(
    regions: pd.Index, schemes: Iterable[str], members: pd.DataFrame
) -> Iterator[tuple[tuple[str, str], np.ndarray]]:
    """((scheme, group), whether each region is in it) of all regions, and of the groups of these schemes that have any."""
    yield ("all", "all"), np.ones(len(regions), dtype=bool)
    for key, rows in members[members["scheme_code"].isin(schemes)].groupby(["scheme_code", "group_code"]):
        mask = regions.isin(rows["region_code"])
        if mask.any():
            yield key, mask


def value_or_none(value: Any) -> Any:
    """A value of a table, None where it is null."""
    return None if pd.isna(value) else value


@contextmanager
def naming(context: str, rows: Any = None, columns: Any = None) -> Iterator[None]:
    """Turn the position in a `MethodError` into the names of the row and column that a user knows."""
    try:
        yield
    except MethodError as error:
        axes = [names for names in (rows, columns) if names is not None]
        # Of more axes than have names, the last ones: the first are of batches.
        position = (error.position or ())[-len(axes) :]
        places = [names[at] for names, at in zip(axes, position, strict=False)]
        words = [" ".join(map(str, place)) if isinstance(place, tuple) else str(place) for place in places]
        raise MethodError(f"{', '.join([context, *words])}: {error}", error.position) from error
