"""How two versions of a study differ, row by row of the seeds."""

import re
from typing import NamedTuple

from nianjian.study.rows import Rows

# What tells the rows of a system apart; in seeds not named here every column does.
KEYS = {
    "systems": [],
    "system_subsystems": ["subsystem_code"],
    "system_indicators": ["indicator_code"],
    "system_years": ["year"],
    "system_variants": ["variant_code"],
    "system_groupings": ["scheme_code"],
    "system_drivers": ["indicator_code"],
    "decoupling_pairs": ["pair_code"],
}
DECIMALS = re.compile(r"-?\d+\.\d*")


class Difference(NamedTuple):
    """A value that differs; None before or after: the row is new, or gone, and `column` is ''."""

    seed: str
    row: str
    column: str
    before: str | None
    after: str | None


def differences(before: Rows, after: Rows) -> list[Difference]:
    """Every value that differs and every row that came or went, seed by seed."""
    found = []
    for seed in dict.fromkeys([*after, *before]):
        old, new = _by_key(seed, before.get(seed, [])), _by_key(seed, after.get(seed, []))
        found += [Difference(seed, key, "", key, None) for key in old if key not in new]
        found += [Difference(seed, key, "", None, key) for key in new if key not in old]
        for key in [key for key in new if key in old]:
            columns = dict.fromkeys([*new[key], *old[key]])
            for column in columns:
                pair = (old[key].get(column, ""), new[key].get(column, ""))
                # A row that comes or goes moves the places of those behind it, which says nothing.
                if pair[0] != pair[1] and (column != "sort_order" or old.keys() == new.keys()):
                    found.append(Difference(seed, key, column, *pair))
    return found


def _by_key(seed: str, rows: list[dict[str, object]]) -> dict[str, dict[str, str]]:
    texts = [{column: _text(value) for column, value in row.items()} for row in rows]
    return {
        " ".join(row[name] for name in KEYS.get(seed, row) if name != "system_code"): row for row in texts
    }


def _text(value: object) -> str:
    """As a seed has it, and numbers in one way: tables have 1.0 and True, seeds may have 0.20."""
    if isinstance(value, bool):
        return str(value).lower()
    text = "" if value is None else str(value)
    return text.rstrip("0").rstrip(".") if DECIMALS.fullmatch(text) else text


def as_rows(found: list[Difference]) -> list[list[str]]:
    """Differences as rows of a table: seed, row, column, before, after; rows that came or went together in one."""
    rows: list[list[str]] = []
    together: dict[tuple[str, bool], list[str]] = {}
    for one in found:
        if one.column:
            rows.append([one.seed, one.row, one.column, one.before or "", one.after or ""])
        else:
            together.setdefault((one.seed, one.before is None), []).append(one.row)
    for (seed, is_new), keys in together.items():
        named = ", ".join(key for key in keys if key) or seed
        rows.append([seed, "", "", *(("", named) if is_new else (named, ""))])
    return rows
