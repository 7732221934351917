"""What the header of a table says of each column: a label, its unit and the period."""

import re
from typing import NamedTuple

from nianjian.intake.sheets import Sheet
from nianjian.intake.tables import cell_text
from nianjian.intake.tables.layout import Layout, Table
from nianjian.intake.tables.sectors import Sectors
from nianjian.intake.tables.vocabulary import Vocabulary

BAR = "｜"
_KIND_OF_FIGURE = re.compile(r"(?:指标|数)?值|数据|绝对[数量值]|总量|[合总]计|values?|total")


def says_no_indicator(label: str) -> bool:
    """Whether a header only tells the kind of figure: `数值`, `绝对数`, `合计`."""
    return bool(_KIND_OF_FIGURE.fullmatch(label.lower()))


class Said(NamedTuple):
    """What a header says of a column; empty where it says nothing."""

    label: str
    unit: str
    period: str


class Header:
    """The header rows of one table."""

    def __init__(self, sheet: Sheet, layout: Layout, table: Table, vocabulary: Vocabulary):
        self.words = vocabulary
        self.table = table
        self.raw = sheet.rows
        self.rows = layout.squeezed
        # For each header row and column, the nearest label at or before it.
        self.nearest = {row: _nearest(self.rows[row], table.left, table.right) for row in table.header}
        # Rows that say in English what the others say in Chinese.
        in_chinese = {row for row in table.header if any(map(cell_text.is_chinese, self.rows[row]))}
        others = [row for row in table.header if in_chinese and row not in in_chinese]
        self.in_english = {row for row in others if any(map(cell_text.is_english, self.raw[row]))}
        # The last whole column and its unit, whose parts (`#工业`) stand behind it.
        self.whole, self.whole_unit = "", ""
        self.sectors = Sectors(table.context.unit)

    def corner(self, column: int) -> str:
        """The header of a column of names, in lower case: the Chinese one if there are two."""
        texts = [at(self.raw[number], column) for number in self.table.header]
        chinese = [cell_text.label(text) for text in texts if cell_text.is_chinese(text)]
        return (chinese or [cell_text.label(text) for text in texts if text.strip()] or [""])[0].lower()

    def said(self, column: int, first: int) -> Said:
        """A header over several rows: a blank above an own label takes the nearest label to its left, back to `first`, as
        merged or centred headers are meant. A unit in brackets holds for the columns below its label."""
        parents, own, unit, parent_unit, english_unit, period, above = [], "", "", "", "", "", -1
        last = max((row for row in self.table.header if self._names_column(row, column)), default=-1)
        for row in self.table.header:
            source = self._source(row, column, first, last)
            if source is None:
                continue
            text = cell_text.label(at(self.raw[row], source))
            if cell_text.period_of(text) and (row in self.table.year_rows or not cell_text.is_number(text)):
                period = cell_text.period_of(text)
                continue
            if row in self.in_english:
                english_unit = english_unit or cell_text.name_and_unit(text, self.words.units)[1]
                continue
            if source != column:
                if self._is_name(text, source):
                    name, found = cell_text.name_and_unit(text, self.words.units)
                    parent_unit = parent_unit or found or self._unit_below(source, row)
                    parents.append(name)
            elif text.strip("()") in self.words.units:
                unit = unit or text.strip("()")
            elif own and not cell_text.is_chinese(text) and cell_text.is_chinese(own):
                # The same in English.
                continue
            elif own and (self._is_merged(above, row, column) or own.lower() in self.words.regions):
                # A group of columns, be it of one.
                name, found = cell_text.name_and_unit(own, self.words.units)
                parents, parent_unit, own, above = [*parents, name], parent_unit or found, text, row
            else:
                own, above = own + text, row
        own, own_unit = cell_text.name_and_unit(own, self.words.units)
        year, own = cell_text.year_and_name(own)
        year = year or cell_text.compared_year(own)
        unit = own_unit or unit or parent_unit or english_unit
        whole, unit = self._whole(own, unit, bool(parents))
        path = [*parents, *(name for name in whole if name not in parents), own]
        names = [name for name in map(cell_text.without_marks, path) if name]
        label = BAR.join(name for name in names if len(names) == 1 or not says_no_indicator(name))
        return Said(label, unit, period or year)

    def _source(self, row: int, column: int, first: int, last: int) -> int | None:
        """The column whose label stands above this column in a row; None below the last label of its own."""
        if at(self.rows[row], column):
            return column
        return None if row >= last else self._left(row, column, first)

    def _is_merged(self, above: int, row: int, column: int) -> bool:
        """Whether the label in the row `above` goes on over the next column, which has a label of its own in this row."""
        right = column + 1
        return right < self.table.right and bool(at(self.rows[row], right)) > bool(
            at(self.rows[above], right)
        )

    def _whole(self, own: str, unit: str, is_below: bool) -> tuple[list[str], str]:
        """The column before that `#` or `其中:` makes this one a part of, or the product that it is a sector of if it is
        below no other name: in the same unit if it has none of its own."""
        if not cell_text.is_part(own):
            self.whole, self.whole_unit = own, unit
            product = "" if is_below else self.sectors.whole(own, unit)
            return ([product], unit or self.sectors.unit) if product else ([], unit)
        return [self.whole] if self.whole else [], unit or self.whole_unit

    def _names_column(self, row: int, column: int) -> bool:
        """Whether the cell says what the column is; the English below a Chinese header says it once more."""
        text = at(self.rows[row], column)
        return bool(text) and (row in self.table.year_rows or self._is_name(text, column))

    def _is_name(self, text: str, column: int) -> bool:
        has_chinese = any(cell_text.is_chinese(at(self.rows[row], column)) for row in self.table.header)
        return cell_text.is_chinese(text) or not has_chinese

    def _unit_below(self, column: int, first_row: int) -> str:
        """The unit that stands under the label which other columns take over: 生产总值 in one row, (亿元) in the next."""
        texts = [at(self.raw[row], column) for row in self.table.header if row >= first_row]
        chinese = [text for text in texts if cell_text.is_chinese(text)]
        return cell_text.name_and_unit("".join(map(cell_text.label, chinese or texts)), self.words.units)[1]

    def _left(self, row: int, column: int, first: int) -> int:
        left = self.nearest[row][column - self.table.left]
        return left if left >= first else column


def _nearest(row: list[str], left: int, right: int) -> list[int]:
    nearest, last = [], -1
    for column in range(left, right):
        last = column if at(row, column) else last
        nearest.append(last)
    return nearest


def at(row: list[str], column: int | None) -> str:
    """The text of a cell; blank beyond the end of its row."""
    return row[column] if column is not None and column < len(row) else ""
