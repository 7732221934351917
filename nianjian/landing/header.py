"""What the header of a table says of each column: a label, its unit and the period."""

from typing import NamedTuple

from nianjian.landing import words
from nianjian.landing.sheets import Sheet
from nianjian.landing.tables import Layout, Table
from nianjian.landing.vocabulary import Vocabulary

BAR = "｜"
# Names of the kind of figure, which say nothing of the indicator.
VALUE_WORDS = frozenset("数值 值 数据 value values 指标值 绝对数 绝对量 绝对值 总量".split())


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
        # Whole names of the columns whose parts (`#工业`) stand behind them.
        self.wholes: dict[int, str] = {}

    def corner(self, column: int) -> str:
        """The header of a column of names, in lower case: the Chinese one if there are two."""
        texts = [at(self.raw[number], column) for number in self.table.header]
        chinese = [words.label(text) for text in texts if words.is_chinese(text)]
        return (chinese or [words.label(text) for text in texts if text.strip()] or [""])[0].lower()

    def said(self, column: int, first: int) -> Said:
        """A header over several rows: a blank above an own label takes the nearest label to its left, back to `first`, as
        merged or centred headers are meant. A unit in brackets holds for the columns below its label."""
        parents, own, unit, parent_unit, period, above = [], "", "", "", "", -1
        last = max((row for row in self.table.header if self._names_column(row, column)), default=-1)
        for row in self.table.header:
            source = column
            if not at(self.rows[row], column):
                if row >= last:
                    continue
                source = self._left(row, column, first)
            text = words.label(at(self.raw[row], source))
            if words.period_of(text) and (row in self.table.year_rows or not words.is_number(text)):
                period = words.period_of(text)
                continue
            if source != column:
                if self._is_name(text, source):
                    name, found = words.name_and_unit(text, self.words.units)
                    parent_unit = parent_unit or found or self._unit_below(source, row)
                    parents.append(name)
            elif text.strip("()") in self.words.units:
                unit = unit or text.strip("()")
            elif own and not words.is_chinese(text) and words.is_chinese(own):
                # The same in English.
                continue
            elif own and self._is_merged(above, row, column):
                name, found = words.name_and_unit(own, self.words.units)
                parents, parent_unit, own, above = [*parents, name], parent_unit or found, text, row
            else:
                own, above = own + text, row
        own, own_unit = words.name_and_unit(own, self.words.units)
        year, own = words.year_and_name(own)
        path = [*parents, *self._whole(column, own, parents), own]
        names = [name for name in map(words.without_marks, path) if name]
        label = BAR.join(name for name in names if len(names) == 1 or name.lower() not in VALUE_WORDS)
        return Said(label, own_unit or unit or parent_unit, period or year)

    def _is_merged(self, above: int, row: int, column: int) -> bool:
        """Whether the label in the row `above` goes on over the next column, which has a label of its own in this row."""
        right = column + 1
        return right < self.table.right and not at(self.rows[above], right) and bool(at(self.rows[row], right))

    def _whole(self, column: int, own: str, parents: list[str]) -> list[str]:
        """The column before that `#` or `其中:` makes this one a part of."""
        if not words.is_part(own):
            self.wholes[column] = own
            return []
        left = [place for place in self.wholes if place < column]
        whole = self.wholes[max(left)] if left else ""
        return [whole] if whole and whole not in parents else []

    def _names_column(self, row: int, column: int) -> bool:
        """Whether the cell says what the column is; the English below a Chinese header says it once more."""
        text = at(self.rows[row], column)
        return bool(text) and (row in self.table.year_rows or self._is_name(text, column))

    def _is_name(self, text: str, column: int) -> bool:
        has_chinese = any(words.is_chinese(at(self.rows[row], column)) for row in self.table.header)
        return words.is_chinese(text) or not has_chinese

    def _unit_below(self, column: int, first_row: int) -> str:
        """The unit that stands under the label which other columns take over: 生产总值 in one row, (亿元) in the next."""
        texts = [at(self.raw[row], column) for row in self.table.header if row >= first_row]
        chinese = [text for text in texts if words.is_chinese(text)]
        return words.name_and_unit("".join(map(words.label, chinese or texts)), self.words.units)[1]

    def _left(self, row: int, column: int, first: int) -> int:
        return next((place for place in range(column - 1, first - 1, -1) if at(self.rows[row], place)), column)


def at(row: list[str], column: int | None) -> str:
    return row[column] if column is not None and column < len(row) else ""
