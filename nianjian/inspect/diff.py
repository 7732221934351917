"""What changed between two releases of figures, or between two published warehouses. Nothing is written."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from nianjian.language import message

# A converted value carries the rounding of its conversion: two that agree to twelve digits are one.
SAME = "1e-12 * greatest(abs({0}_before), abs({0}_after))"

CELL = ["release_code", "value_text", "printed_unit_code", "source_file", "source_sheet", "source_row"]
CELL += ["source_column", "cell_id"]
VALUES = f"""
    with compared as (
        select region_code, indicator_code, year, before.value as value_before, after.value as value_after,
            {", ".join(f"before.{name} as {name}_before, after.{name} as {name}_after" for name in CELL)},
            value_after - value_before as change, change / nullif(abs(value_before), 0) as relative_change,
            greatest(before.half_unit, after.half_unit) as coarser_half_unit,
            case
                when before.value is null then 'only_to'
                when after.value is null then 'only_from'
                when abs(change) <= {SAME.format("value")} then 'unchanged'
                when abs(change) <= coarser_half_unit + {SAME.format("value")} then 'within_rounding'
                else 'revised'
            end as outcome
        from ({{before}}) as before
        full join ({{after}}) as after using (region_code, indicator_code, year)
    )
"""
CHANGED_VALUES = """
    from compared
    where outcome != 'unchanged'
    order by abs(relative_change) desc nulls first, abs(change) desc, region_code, indicator_code, year
"""
OUTCOMES = {
    "revised": message("revised"),
    "within_rounding": message("within half a unit of the coarser printed place"),
    "unchanged": message("unchanged"),
    "only_from": message("only in FROM"),
    "only_to": message("only in TO"),
}
COUNTS = f"""
    select indicator_code,
        {", ".join(f"count(*) filter (outcome = '{outcome}') as {outcome}" for outcome in OUTCOMES)}
    from compared
    group by indicator_code
    order by revised desc, indicator_code
"""


@dataclass(frozen=True)
class Section:
    """A table that two warehouses are compared by: `columns` of the rows with the same `keys`.

    `is_changed` and `order` are SQL over `<column>_before` and `<column>_after`; `flag` is a column that must be true.
    """

    title: str
    table: str
    keys: tuple[str, ...]
    columns: tuple[str, ...]
    is_changed: str
    order: str
    flag: str | None = None


SECTIONS = {
    "panel": Section(
        message("Panel values"),
        "marts.fct_indicator_panel",
        ("system_code", "region_code", "indicator_code", "year"),
        ("value", "status"),
        f"abs(value_after - value_before) > {SAME.format('value')} or status_before != status_after",
        "abs(value_after - value_before) / nullif(abs(value_before), 0) desc nulls first",
    ),
    # Of each system the variant that speaks for it, though it may have become another.
    "ranks": Section(
        message("Ranks under the default variant"),
        "marts.fct_score",
        ("system_code", "subsystem_code", "region_code", "year"),
        ("rank", "score", "variant_code"),
        "rank_before != rank_after",
        "abs(rank_after - rank_before) desc",
        "is_default",
    ),
    "ranks_by_variant": Section(
        message("Ranks under every variant"),
        "marts.fct_score",
        ("system_code", "variant_code", "subsystem_code", "region_code", "year"),
        ("rank", "score"),
        "rank_before != rank_after",
        "abs(rank_after - rank_before) desc",
    ),
    "weights": Section(
        message("Weights"),
        "marts.fct_weight",
        ("system_code", "variant_code", "indicator_code", "year"),
        ("weight",),
        f"abs(weight_after - weight_before) > {SAME.format('weight')}",
        "abs(weight_after - weight_before) desc",
    ),
    "ledger": Section(
        message("Replication ledger"),
        "replication.fct_replication",
        ("cell_id", "variant_code"),
        ("status", "recomputed_value", "is_default"),
        "status_before != status_after",
        "is_default_after desc, status_after = 'mismatch' desc",
    ),
}
# What one warehouse has and the other has not: table and columns that name it.
LISTS = {
    "releases": ("marts.dim_release", ("release_code",)),
    "systems": ("marts.dim_system", ("system_code",)),
    "variants": ("marts.fct_score", ("system_code", "variant_code")),
    "indicators": ("marts.dim_indicator", ("indicator_code",)),
}
NAMES = {"region": "marts.dim_region", "indicator": "marts.dim_indicator"}
# The figures that stand on the horizon of a build, which rule chose them included.
STANDING = "indicators.ind_observations_as_of"
SIDES = ("before", "after")


class NotComparable(Exception):
    """What was to be compared is not there; the message says what is."""


def diff_releases(
    connection: duckdb.DuckDBPyConnection, from_release: str, to_release: str
) -> dict[str, Any]:
    """The figures of two releases of one warehouse, by region, indicator and year, as plain values for JSON.

    A change that the rounding of the coarser figure explains is `within_rounding`, apart from what was `revised`.
    Errors: NotComparable, if there is no such release.
    """
    columns = "release_code, title, published_on::varchar as published_on, maturity, is_synthetic"
    there = {
        row["release_code"]: row
        for row in _rows(connection, f"select {columns} from marts.dim_release order by 1")
    }
    for release in (from_release, to_release):
        if release not in there:
            raise NotComparable(f"no release and no file {release!r}; the releases are: {', '.join(there)}")
    sides = {side: f"from normalized.norm_observations where release_code = ${side}" for side in SIDES}
    names = _names(connection, [""])
    values = _values(connection, sides, names, before=from_release, after=to_release)
    return {"from": there[from_release], "to": there[to_release], "values": values}


def diff_warehouses(path_from: str | Path, path_to: str | Path) -> dict[str, Any]:
    """Two published files: values, panels, ranks, weights, ledger, and what only one of them has, for JSON.

    A table or column that one of them lacks is named in `not_compared`; the rest is compared.
    Errors: NotComparable, if a file cannot be read or is no warehouse.
    """
    paths = {"before": Path(path_from), "after": Path(path_to)}
    with _attached(paths) as connection:
        return _compared(connection, paths)


def _compared(connection: duckdb.DuckDBPyConnection, paths: Mapping[str, Path]) -> dict[str, Any]:
    has = _columns(connection)
    _check_warehouses(paths, has)
    found: dict[str, Any] = {"from": {"path": str(paths["before"])}, "to": {"path": str(paths["after"])}}
    missing: list[str] = []

    def is_there(part: str, table: str, columns: tuple[str, ...]) -> bool:
        lacks = [(side, set(columns) - has.get((side, table), set())) for side in SIDES]
        for side, gone in lacks:
            if gone:
                what = (
                    message(f"columns {', '.join(sorted(gone))} of {table}")
                    if (side, table) in has
                    else table
                )
                missing.append(message(f"{part}: {what} missing in {paths[side]}"))
        return not any(gone for _, gone in lacks)

    prefixes = [f"{side}." for side in SIDES if all((side, table) in has for table in NAMES.values())]
    names = _names(connection, prefixes)
    if is_there("values", STANDING, ("region_code", "indicator_code", "year", "value", "half_unit", *CELL)):
        found["values"] = _values(connection, {side: f"from {side}.{STANDING}" for side in SIDES}, names)
    for part, section in SECTIONS.items():
        flags = (section.flag,) if section.flag else ()
        if is_there(part, section.table, (*section.keys, *section.columns, *flags)):
            found[part] = _section(connection, section, names)
    for part, (table, columns) in LISTS.items():
        if is_there(part, table, columns):
            found[part] = _only_in_one(connection, table, columns)
    return {**found, "not_compared": missing}


def _check_warehouses(paths: Mapping[str, Path], has: Mapping[tuple[str, str], set[str]]) -> None:
    tables = {section.table for section in SECTIONS.values()}
    for side, path in paths.items():
        if not any((side, table) in has for table in tables):
            named = ", ".join(sorted(tables))
            raise NotComparable(f"{path} is no published warehouse: it has none of {named}")


@contextmanager
def _attached(paths: Mapping[str, Path]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with both files open for reading, whatever they are called."""
    with duckdb.connect() as connection:
        for side, path in paths.items():
            if not path.is_file():
                raise NotComparable(f"there is no file {path}")
            # The statement takes no parameters.
            quoted = str(path.resolve()).replace("'", "''")
            try:
                connection.execute(f"attach '{quoted}' as {side} (read_only, type duckdb)")
            except duckdb.Error as error:
                raise NotComparable(f"{path} cannot be read as a warehouse: {error}") from error
        yield connection


def _columns(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], set[str]]:
    """The columns of each table, by side and name of the table."""
    query = """
        select database_name as side, schema_name || '.' || table_name as name, list(column_name) as columns
        from duckdb_columns()
        where database_name in ('before', 'after')
        group by all
    """
    return {(row["side"], row["name"]): set(row["columns"]) for row in _rows(connection, query)}


def _names(connection: duckdb.DuckDBPyConnection, prefixes: list[str]) -> dict[str, dict[str, str]]:
    """Names in both languages by code; the later warehouse and the later name win."""
    names: dict[str, dict[str, str]] = {kind: {} for kind in NAMES}
    for prefix in prefixes:
        for kind, table in NAMES.items():
            last = "order by valid_from" if kind == "region" else ""
            for row in _rows(connection, f"select * from {prefix}{table} {last}"):
                names[kind][row[f"{kind}_code"]] = f"{row['name_zh']} {row['name_en']}"
    return names


def _values(
    connection: duckdb.DuckDBPyConnection,
    sides: Mapping[str, str],
    names: dict[str, dict[str, str]],
    **given: str,
) -> dict[str, Any]:
    compared = VALUES.format(**sides)
    by_indicator = _rows(connection, compared + COUNTS, **given)
    rows = _with_names(_rows(connection, compared + CHANGED_VALUES, **given), names)
    found: dict[str, Any] = {
        "counts": {outcome: sum(row[outcome] for row in by_indicator) for outcome in OUTCOMES},
        "by_indicator": _with_names(by_indicator, names),
    }
    for outcome in OUTCOMES:
        if outcome != "unchanged":
            found[outcome] = [row for row in rows if row["outcome"] == outcome]
    return found


def _section(
    connection: duckdb.DuckDBPyConnection, section: Section, names: dict[str, dict[str, str]]
) -> dict[str, Any]:
    keys = ", ".join(section.keys)
    pairs = [f"{side}.{name} as {name}_{side}" for name in section.columns for side in SIDES]
    tables = {side: f"from {side}.{section.table} where {section.flag or 'true'}" for side in SIDES}
    sides = [f"(select *, true as is_there {table}) as {side}" for side, table in tables.items()]
    compared = f"""
        with joined as (
            select {keys}, {", ".join(pairs)}, before.is_there as in_before, after.is_there as in_after
            from {" full join ".join(sides)} using ({keys})
        ),
        judged as (
            select *, case
                when in_before is null then 'only_to' when in_after is null then 'only_from'
                when {section.is_changed} then 'changed' else 'unchanged' end as outcome
            from joined
        )
    """
    outcomes = ("changed", "unchanged", "only_from", "only_to")
    counted = _rows(connection, f"{compared} select outcome, count(*) as rows from judged group by outcome")
    counts = {row["outcome"]: row["rows"] for row in counted}
    changed = (
        f"{compared} select * exclude (in_before, in_after, outcome) from judged where outcome = 'changed'"
    )
    rows = _rows(connection, f"{changed} order by {section.order}, {keys}")
    return {
        "counts": {outcome: counts.get(outcome, 0) for outcome in outcomes},
        "changed": _with_names(rows, names),
    }


def _only_in_one(
    connection: duckdb.DuckDBPyConnection, table: str, columns: tuple[str, ...]
) -> dict[str, list[str]]:
    code = f"select distinct concat_ws('/', {', '.join(columns)}) as code from"
    found = {}
    for name, here, there in (("only_from", "before", "after"), ("only_to", "after", "before")):
        rows = _rows(connection, f"{code} {here}.{table} except {code} {there}.{table} order by code")
        found[name] = [row["code"] for row in rows]
    return found


def _with_names(rows: list[dict[str, Any]], names: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
    kinds = [kind for kind in names if rows and f"{kind}_code" in rows[0]]
    return [row | {f"{kind}_name": names[kind].get(row[f"{kind}_code"]) for kind in kinds} for row in rows]


def _rows(connection: duckdb.DuckDBPyConnection, query: str, **given: Any) -> list[dict[str, Any]]:
    found = connection.execute(query, given)
    columns = [column[0] for column in found.description]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
