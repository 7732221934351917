"""A comparison as text for a terminal: counts, then the largest changes."""

from typing import Any

from tabulate import tabulate

from nianjian.inspect.diff import LISTS, OUTCOMES, SECTIONS, SIDES, Section

ROWS_SHOWN = 20


def as_text(found: dict[str, Any]) -> str:
    """Either comparison as tables for a terminal, the largest changes first, long lists cut short."""
    lines = [f"{side.upper():5} {_side_text(found[side])}" for side in ("from", "to")]
    for line in found.get("not_compared", []):
        lines += ["", f"Not compared: {line}"]
    if "values" in found:
        lines += _values_text(found["values"])
    for part, section in SECTIONS.items():
        if part in found:
            lines += _section_text(section, found[part])
    for part in LISTS:
        for side, title in (("only_from", "only in FROM"), ("only_to", "only in TO")):
            if codes := found.get(part, {}).get(side):
                lines += ["", f"{part.capitalize()} {title}: {', '.join(codes)}"]
    return "\n".join(lines)


def _side_text(side: dict[str, Any]) -> str:
    words = [str(value) for name, value in side.items() if name != "is_synthetic"]
    return " · ".join([*words, *(["synthetic"] if side.get("is_synthetic") else [])])


def _values_text(values: dict[str, Any]) -> list[str]:
    counts = ", ".join(f"{values['counts'][outcome]} {words}" for outcome, words in OUTCOMES.items())
    lines = ["", f"Values: {counts}"]
    moved = [
        row
        for row in values["by_indicator"]
        if any(row[outcome] for outcome in OUTCOMES if outcome != "unchanged")
    ]
    if moved:
        head = ["indicator", *(outcome.replace("_", " ") for outcome in OUTCOMES)]
        lines += [
            "",
            *_cut([[_called(row, "indicator"), *(row[name] for name in OUTCOMES)] for row in moved], head),
        ]
    for outcome in ("revised", "within_rounding"):
        if rows := [_value_row(row) for row in values[outcome]]:
            head = [
                "region",
                "indicator",
                "year",
                "before",
                "after",
                "change",
                "%",
                "cell before",
                "cell after",
            ]
            lines += [
                "",
                f"{outcome.replace('_', ' ').capitalize()}, the largest share of the value first",
                "",
            ]
            lines += _cut(rows, head)
    return lines


def place(file: str, sheet: str, row: int, column: str) -> str:
    """Where a cell stands; a text file has no sheet."""
    return ", ".join(part for part in (file, sheet, f"row {row}", f"column {column}") if part)


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
    counts = ", ".join(
        f"{count} {OUTCOMES.get(outcome, outcome)}" for outcome, count in found["counts"].items()
    )
    lines = ["", f"{section.title}: {counts}"]
    if found["changed"]:
        columns = [f"{name}_{side}" for name in section.columns for side in SIDES]
        rows = [
            [
                *(_called(row, key.removesuffix("_code")) for key in section.keys),
                *(row[name] for name in columns),
            ]
            for row in found["changed"]
        ]
        head = [name.removesuffix("_code").replace("_", " ") for name in (*section.keys, *columns)]
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
    return lines + ([f"and {len(rows) - ROWS_SHOWN} more"] if len(rows) > ROWS_SHOWN else [])
