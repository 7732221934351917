"""Tables that stand side by side: the first column of each."""

from collections.abc import Sequence

from nianjian.intake.tables import cell_text
from nianjian.intake.tables.rows import Rows, is_corner

MOST = 8
# Names of regions are told by the words that are known.
KNOWN_SHARE = 0.5


def starts(rows: Rows, raw: Sequence[list[str]], header: list[int], data: list[int]) -> tuple[int, list[int]]:
    """The left end of a table and the first column of each table that stands in its rows: where the corner of the first
    stands again, or other regions with figures behind them."""
    squeezed = [rows.squeezed[number] for number in header + data]
    left = min((_first(row) for row in squeezed), default=0)
    for row in squeezed[: len(header)]:
        corner = row[left] if left < len(row) else ""
        found = [place for place, cell in enumerate(row) if cell == corner]
        if is_corner(corner) and 1 < len(found) <= MOST:
            return left, found
    return left, [left, *_other_regions(rows, [raw[number] for number in data], left)][:MOST]


def _other_regions(rows: Rows, data: list[list[str]], left: int) -> list[int]:
    """The columns, behind figures and before others, that name regions, each once: not those of the first column over
    again, and of its level. Regions of another level group those of the row; that they fit is looked at later."""
    width = max(map(len, data), default=0)
    columns = [
        [cell_text.label(row[place]) if place < len(row) else "" for row in data] for place in range(width)
    ]
    are_figures = [_share(column, rows.is_figure) >= KNOWN_SHARE for column in columns]
    are_regions = [_share(column, rows.is_region) >= KNOWN_SHARE for column in columns]
    first_figures = next(
        (place for place in range(left, width) if are_figures[place] and not are_regions[place]), width
    )
    keys = [place for place in range(left, first_figures) if are_regions[place]]
    if not keys:
        return []
    found = []
    for place in range(first_figures + 1, width):
        names = list(filter(None, columns[place]))
        is_other = (
            are_regions[place]
            and len(set(names)) == len(names)
            and any(map(cell_text.is_chinese, names)) == any(map(cell_text.is_chinese, columns[keys[0]]))
            and all(columns[place] != columns[key] for key in keys)
            and any(rows.words.level(columns[key]) == rows.words.level(names) for key in keys)
        )
        if is_other and any(are_figures[place + 1 :]):
            found.append(place)
    return found


def _share(column: list[str], is_such) -> float:
    filled = [cell for cell in column if cell]
    return sum(map(is_such, filled)) / len(filled) if filled else 0.0


def _first(row: list[str]) -> int:
    return next((place for place, cell in enumerate(row) if cell), len(row))
