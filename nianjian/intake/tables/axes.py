"""Which columns of a table hold values, and which name regions, indicators, units and years."""

import re
from functools import cached_property

from nianjian.intake.sheets import Sheet
from nianjian.intake.tables import cell_text
from nianjian.intake.tables.header import BAR, Header, Said, at, says_no_indicator
from nianjian.intake.tables.layout import Layout, Table
from nianjian.intake.tables.rows import (
    INDICATOR_WORDS,
    PART_WORDS,
    YEAR_WORDS,
    is_code_head,
    is_region_head,
    run_up_or_down,
)
from nianjian.intake.tables.vocabulary import Vocabulary

UNIT_WORDS = frozenset({"单位", "计量单位", "unit", "units"})
# Names of regions are told by the words that are known; a yearbook has names that are not.
KNOWN_SHARE = 0.3
# Codes are known, but for a few that are misprinted or new.
KNOWN_CODES = 0.8
# A text that is the same in every row of a region may be part of what the figures are of, if it is headed or reads so.
_HEAD_OF_FIGURES = re.compile("口径|范围|性别|价格|指标|项目|分组|城乡|数据|内容|变量")
_PART_OF_FIGURES = re.compile(
    "(?:全市|市辖区|市区|辖区|城镇|城市|城乡|农村|乡村|男性?|女性?)(?:居民|人口)?"
    "|.*(?:[合总小]计|本级|全[省国体]|规模以[上下]|限额以[上下]|[当现不可]变?价|可比|初步|修订|增[速长]|绝对|人均|期末|年[末均]|平均"
    "|常住|户籍).*"
)
LONGEST_NAME = 30


class Axes:
    """One table with its axes found. `columns` are those that hold values, with what the header says of them."""

    def __init__(self, sheet: Sheet, layout: Layout, table: Table, vocabulary: Vocabulary):
        self.words = vocabulary
        self.table = table
        self.raw = sheet.rows
        self.rows = layout.squeezed
        self.header = Header(sheet, layout, table, vocabulary)
        columns = range(table.left, table.right)
        self.first = self._first_value_column()
        said = {column: self.header.said(column, self.first) for column in columns[self.first - table.left :]}
        self.columns = {column: said[column] for column in said if self._holds_values(column, said[column])}
        with_values = [n for n in table.data if any(at(self.rows[n], column) for column in self.columns)]
        # Headings between the rows are no names in the columns that they stand in.
        self.named = with_values or table.data
        self._find([column for column in columns if column not in self.columns])

    def region(self, number: int) -> str:
        """The region that a row names in its columns of regions, the finest; '' if it names none."""
        labels = (cell_text.label(at(self.raw[number], column)) for column in self.region_columns)
        return next((cell_text.without_marks(label) for label in labels if label), "")

    def evidence(self, number: int) -> str:
        """What else in a row says which region it is of, joined: the region's province, its code."""
        columns = [*self.region_columns, *self.evidence_columns]
        labels = [
            cell_text.without_marks(cell_text.label(at(self.raw[number], column))) for column in columns
        ]
        region = self.region(number)
        return BAR.join(dict.fromkeys(label for label in labels if label and label != region))

    def title_region(self) -> str:
        """`2-1 广州市国民经济主要指标` names the region of a table that names none itself."""
        if self.region_columns or self.columns_are_regions:
            return ""
        title = cell_text.TITLE_YEAR.sub("", cell_text.TITLE_NUMBER.sub("", self.table.context.title))[
            :LONGEST_NAME
        ]
        found = [title[:end] for end in range(2, len(title) + 1) if title[:end].lower() in self.words.regions]
        return found[-1] if found and title[len(found[-1]) :][:1] not in ("、", "和", "与", "及") else ""

    @property
    def names_years(self) -> bool:
        """Whether the table says the years of its figures, in its header or its rows."""
        return bool(self.table.year_rows) or self.year_column is not None

    @cached_property
    def unnamed(self) -> set[int]:
        """The columns without a name behind named ones: the title, or who landed the file, speaks of others."""
        named = [column for column, said in self.columns.items() if said.label]
        if self.columns_are_regions or not named:
            return set()
        return {column for column, said in self.columns.items() if not said.label and column > named[0]}

    # Values

    def _first_value_column(self) -> int:
        columns = range(self.table.left, self.table.right)
        years = [
            column
            for row in self.table.year_rows
            for column in columns
            if cell_text.year_of(at(self.rows[row], column))
        ]
        figures = (column for column in columns if self._is_figures(column) and not self._is_stub(column))
        return min(years) if years else next(figures, self.table.right)

    def _is_figures(self, column: int) -> bool:
        cells = self._down(column)
        figures = [cell for cell in cells if cell_text.is_number(cell)]
        missing = [cell for cell in cells if cell in self.words.markers]
        return bool(figures) and (len(figures) + len(missing)) * 2 >= len(cells)

    def _is_stub(self, column: int) -> bool:
        """A column of figures that are names: years, parts of years, codes of regions, running numbers."""
        head, cells, is_first = self.header.corner(column), self._down(column), column == self.table.left
        if is_code_head(head) or head in YEAR_WORDS or head in PART_WORDS:
            return True
        if all(map(cell_text.year_of, cells)):
            is_marked = any(map(cell_text.is_marked_year, cells))
            return is_marked or is_first or (not head and self._are_runs(column))
        if not head and is_first and cells[0] in ("0", "1"):
            return cells == [str(number) for number in range(int(cells[0]), int(cells[0]) + len(cells))]
        return self._is_codes(column)

    def _is_codes(self, column: int) -> bool:
        """Whether a column holds codes of regions."""
        cells = self._down(column)
        codes = [len(cell) == 6 and cell in self.words.regions for cell in cells]
        return bool(cells) and sum(codes) >= KNOWN_CODES * len(codes)

    def _are_runs(self, column: int) -> bool:
        """Whether the years of a column without a header run up or down below each name before it, as no figures do."""
        runs: list[list[int]] = []
        before = ""
        for number in self.table.data:
            name = "".join(self.rows[number][self.table.left : column])
            if name and name != before:
                before = name
                runs.append([])
            if runs and (year := cell_text.year_of(at(self.rows[number], column))):
                runs[-1].append(year)
        return bool(runs) and all(map(run_up_or_down, runs))

    def _holds_values(self, column: int, said: Said) -> bool:
        cells = self._down(column)
        if said.period:
            return True
        if any(cell_text.is_number(cell) or cell in self.words.markers for cell in cells):
            return not (column > self.first and self._is_figures(column) and self._is_stub(column))
        # Empty below a header is a column of missing values; names (in English, say) are no values.
        return bool(said.label) and not cells

    def _down(self, column: int) -> list[str]:
        """What stands in a column, without blanks."""
        return [cell for number in self.table.data if (cell := at(self.rows[number], column))]

    # Names

    def _find(self, columns: list[int]) -> None:
        heads = {column: self.header.corner(column) for column in columns}
        labels = {column: self._names(column) for column in columns}
        known = {column: self._known(labels[column]) for column in columns}
        self.year_column = next((c for c in columns if self._is_year_column(c, heads[c])), None)
        self.part_column = next(
            (c for c in columns if heads[c] in PART_WORDS and c != self.year_column), None
        )
        self.unit_column = next((c for c in columns if heads[c] in UNIT_WORDS), None)
        names = [
            column
            for column in columns
            if column not in (self.year_column, self.part_column, self.unit_column)
            and not is_code_head(heads[column])
            and not all(map(cell_text.is_number, labels[column]))
        ]
        before = [column for column in names if column < self.first]
        self.columns_are_regions = self._known([last(said.label) for said in self.columns.values()]) >= 0.5
        self.region_columns: list[int] = []
        if not self.columns_are_regions:
            # Names behind the figures are those before them in a second language, if there are any before.
            self.region_columns = self._find_regions(before or names, heads, labels, known)
        codes = [] if self.columns_are_regions else [c for c in columns if self._is_codes(c)]
        if not any(known[column] >= KNOWN_SHARE for column in self.region_columns) and codes:
            # Only codes name the regions; what else stands in the rows names none.
            codes.sort(key=lambda column: -len(set(labels[column])))
            self.region_columns = codes[:1]
        # What else says which region the row is of: coarser ones, codes, names behind the figures.
        behind = [
            c for c in names if c >= self.first and known[c] >= KNOWN_SHARE and self._is_chinese(labels[c])
        ]
        self.evidence_columns = [*codes, *behind] if self.region_columns else []
        # The same names in a second language are labels.
        self.indicator_columns = [
            column
            for column in names
            if column not in self.region_columns
            and (column < self.first or heads[column] in INDICATOR_WORDS)
            and known[column] < KNOWN_SHARE
            and not is_region_head(heads[column])
            and self._is_chinese(labels[column])
            and not self._is_attribute(column, heads[column], labels[column])
        ]
        if not self.indicator_columns and not self.region_columns:
            # Indicators in English only.
            self.indicator_columns = before[:1]

    def _find_regions(
        self, names: list[int], heads: dict[int, str], labels: dict[int, list[str]], known: dict[int, float]
    ) -> list[int]:
        """The columns of regions, the finest first: of province and city the city, where a row names one."""
        found = [column for column in names if known[column] >= KNOWN_SHARE or is_region_head(heads[column])]
        if not found and names and not self._rows_are_indicators(names, heads, labels):
            found = names[:1]
        found = [column for column in found if self._is_chinese(labels[column])] or found
        # Where each province has one city, names tell which column is the finer.
        levels = {column: self.words.level(labels[column]) for column in found}
        are_known = all(level is not None for level in levels.values())
        return sorted(
            found,
            key=lambda column: (
                -(levels[column] or 0) if are_known else 0,
                -len(set(labels[column])),
                known[column] < KNOWN_SHARE,
            ),
        )

    def _is_attribute(self, column: int, head: str, labels: list[str]) -> bool:
        """Whether a column groups the regions (所属地域: 东部, 中部) and says nothing of the figures: it differs between
        regions, never within one, and the figures have names of their own."""
        if not self.region_columns or not head or _HEAD_OF_FIGURES.search(head):
            return False
        names = [said.label for said in self.columns.values() if said.label]
        texts: dict[str, set[str]] = {}
        for number in self.named:
            texts.setdefault(self.region(number), set()).add(cell_text.label(at(self.raw[number], column)))
        return (
            bool(names)
            and not any(map(says_no_indicator, names))
            and len(set(labels)) > 1
            and all(len(found) == 1 for found in texts.values())
            and not any(map(_PART_OF_FIGURES.fullmatch, labels))
        )

    def _rows_are_indicators(
        self, names: list[int], heads: dict[int, str], labels: dict[int, list[str]]
    ) -> bool:
        """Whether names that are no known regions are indicators."""
        if any(heads[column] in INDICATOR_WORDS for column in names):
            return True
        if self.table.context.region or self.unit_column is not None:
            return True
        if self.table.context.indicator:
            return False
        cells = [label for column in names for label in labels[column]]
        has_units = any(cell_text.name_and_unit(cell, self.words.units)[1] for cell in cells)
        return has_units or bool(heads[names[0]]) or bool(self.title_region())

    def _names(self, column: int) -> list[str]:
        """The labels that stand in a column of names."""
        labels = (cell_text.label(at(self.raw[number], column)) for number in self.named)
        return [cell_text.without_marks(label) for label in labels if label]

    @staticmethod
    def _is_chinese(labels: list[str]) -> bool:
        return any(map(cell_text.is_chinese, labels))

    def _known(self, labels: list[str]) -> float:
        filled = [label for label in labels if label]
        return sum(label.lower() in self.words.regions for label in filled) / len(filled) if filled else 0.0

    def _is_year_column(self, column: int, head: str) -> bool:
        cells = [cell for number in self.named if (cell := at(self.rows[number], column))]
        if not cells or sum(bool(cell_text.period_of(cell)) for cell in cells) * 2 < len(cells):
            return False
        is_marked = any(cell_text.is_marked_year(cell) or not cell_text.is_number(cell) for cell in cells)
        is_named = head in YEAR_WORDS or head in PART_WORDS
        return is_named or is_marked or column == self.table.left or (not head and self._are_runs(column))


def last(label: str) -> str:
    """Of a label over several rows the lowest."""
    return label.rpartition(BAR)[2]
