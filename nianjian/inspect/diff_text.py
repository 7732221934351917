"""A comparison as text for a terminal: counts, then the largest changes."""

from typing import Any

from tabulate import tabulate

from nianjian.inspect.diff import LISTS, OUTCOMES, SECTIONS, SIDES, Section
from nianjian.language import heads, message, tr, translated

ROWS_SHOWN = 20
TITLES = {
    "revised": message("Revised, the largest share of the value first"),
    "within_rounding": message("Within rounding, the largest share of the value first"),
}
CHANGED = {"changed": message("changed")}
LISTED = {
    "releases": message("Releases"),
    "systems": message("Systems"),
    "variants": message("Variants"),
    "indicators": message("Indicators"),
}
# What columns of the compared tables are called above a table.
COLUMNS = {
    "system_code": message("system"),
    "subsystem_code": message("subsystem"),
    "region_code": message("region"),
    "indicator_code": message("indicator"),
    "variant_code": message("variant"),
    "year": message("year"),
    "cell_id": message("cell id"),
    "value": message("value"),
    "status": message("status"),
    "rank": message("rank"),
    "score": message("score"),
    "weight": message("weight"),
    "recomputed_value": message("recomputed value"),
    "is_default": message("is default"),
}


def as_text(found: dict[str, Any]) -> str:
    """Either comparison as tables for a terminal, the largest changes first, long lists cut short."""
    lines = [f"{side.upper():5} {_side_text(found[side])}" for side in ("from", "to")]
    for line in found.get("not_compared", []):
        lines += ["", tr("Not compared: {part}", part=translated(line))]
    if "values" in found:
        lines += _values_text(found["values"])
    for part, section in SECTIONS.items():
        if part in found:
            lines += _section_text(section, found[part])
    for part in LISTS:
        for side in ("only_from", "only_to"):
            if codes := found.get(part, {}).get(side):
                lines += ["", f"{tr(LISTED[part])} {tr(OUTCOMES[side])}: {', '.join(codes)}"]
    return "\n".join(lines)


def _side_text(side: dict[str, Any]) -> str:
    words = [str(value) for name, value in side.items() if name != "is_synthetic"]
    return " · ".join([*words, *([tr("synthetic")] if side.get("is_synthetic") else [])])


def _values_text(values: dict[str, Any]) -> list[str]:
    lines = ["", tr("Values: {counts}", counts=_counts(values["counts"]))]
    moved = [
        row
        for row in values["by_indicator"]
        if any(row[outcome] for outcome in OUTCOMES if outcome != "unchanged")
    ]
    if moved:
        head = heads("indicator", "revised", "within rounding", "unchanged", "only from", "only to")
        lines += [
            "",
            *_cut([[_called(row, "indicator"), *(row[name] for name in OUTCOMES)] for row in moved], head),
        ]
    for outcome, title in TITLES.items():
        if rows := [_value_row(row) for row in values[outcome]]:
            head = heads("region", "indicator", "year", "before", "after", "change", "%")
            lines += ["", tr(title), "", *_cut(rows, head + heads("cell before", "cell after"))]
    return lines


def place(file: str, sheet: str, row: int, column: str) -> str:
    """Where a cell stands; a text file has no sheet."""
    named = (file, sheet, tr("row {row}", row=row), tr("column {column}", column=column))
    return ", ".join(part for part in named if part)


def _value_row(row: dict[str, Any]) -> list[Any]:
    share = row["relative_change"]
    percent = "" if share is None else f"{share:+.2%}"
    cells = [
        place(*(row[f"source_{part}_{side}"] for part in ("file", "sheet", "row", "column")))
        for side in SIDES
    ]
    numbers = [row[name] for name in ("value_before", "value_after", "change")]
    return [_called(row, "region"), _called(row, "indicator"), row["year"], *numbers, percent, *cells]


def _section_text(section: Section, found: dict[str, Any]) -> list[str]:
    lines = ["", f"{tr(section.title)}: {_counts(found['counts'])}"]
    if found["changed"]:
        columns = [f"{name}_{side}" for name in section.columns for side in SIDES]
        rows = [
            [
                *(_called(row, key.removesuffix("_code")) for key in section.keys),
                *(row[name] for name in columns),
            ]
            for row in found["changed"]
        ]
        head = [_head(name) for name in (*section.keys, *columns)]
        lines += ["", *_cut(rows, head)]
    return lines


def _called(row: dict[str, Any], kind: str) -> Any:
    """The name of a region or indicator if it has one, else its code; any other key as it is."""
    return row.get(f"{kind}_name") or row.get(f"{kind}_code", row.get(kind))


def _cut(rows: list[list[Any]], head: list[str]) -> list[str]:
    shown = [
        [f"{cell:.10g}" if isinstance(cell, float) else cell for cell in row] for row in rows[:ROWS_SHOWN]
    ]
    # Codes stay text, though some look like numbers.
    lines = tabulate(shown, head, disable_numparse=True).splitlines()
    more = tr("and {count} more", count=len(rows) - ROWS_SHOWN)
    return lines + ([more] if len(rows) > ROWS_SHOWN else [])


def _counts(counts: dict[str, int]) -> str:
    names = {**OUTCOMES, **CHANGED}
    return ", ".join(
        tr("{count} {outcome}", count=count, outcome=tr(names[outcome])) for outcome, count in counts.items()
    )


def _head(column: str) -> str:
    """The head of a column: what it is, and on which side."""
    name, _, side = column.rpartition("_")
    if side not in SIDES:
        return tr(COLUMNS[column])
    form = message("{column} before") if side == "before" else message("{column} after")
    return tr(form, column=tr(COLUMNS[name]))
