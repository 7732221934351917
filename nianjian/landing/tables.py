"""Where the tables of a sheet are: each with the lines above it, its header rows and its data rows."""

import re
from dataclasses import dataclass, field, replace

from nianjian.landing import words
from nianjian.landing.sheets import Sheet
from nianjian.landing.vocabulary import Vocabulary

YEAR_WORDS = frozenset("年份 年 年度 时间 时期 year years time".split())
INDICATOR_WORDS = frozenset("指标 指标名称 项目 项目名称 indicator indicators item items".split())
REGION_WORDS = frozenset(
    "地区 区域 名称 地区名称 区域名称 城市名称 市县名称 单位名称 region regions area city cities province provinces "
    "prefecture county district city(county)".split()
)
# 市、县 · 省(市、区) · 城市 · 地级市 · 市别: what heads a column of regions is put together of few signs. 市区 is a row.
_REGION_HEAD = re.compile(r"(?![市城]区$)(?:[省市县区州盟旗地城域级别划及各、,()/]|行政|自治|直辖|名称)+")


def is_region_head(text: str) -> bool:
    """Whether a lower-case header stands above names of regions."""
    return text in REGION_WORDS or bool(_REGION_HEAD.fullmatch(text))


def is_corner(text: str) -> bool:
    """Whether a text can only stand above the first column of a table."""
    text = text.lower()
    return text in YEAR_WORDS or text in INDICATOR_WORDS or is_region_head(text)


@dataclass
class Context:
    """What the lines above a table say of all its cells; empty where they say nothing."""

    database: str = ""
    indicator: str = ""
    region: str = ""
    unit: str = ""
    title: str = ""
    year: int | None = None


@dataclass
class Table:
    """Row numbers into the sheet, and the columns from `left` up to `right`. `year_rows` are the header rows that name
    years."""

    context: Context
    header: list[int] = field(default_factory=list)
    year_rows: set[int] = field(default_factory=set)
    data: list[int] = field(default_factory=list)
    left: int = 0
    right: int = 0


@dataclass
class Layout:
    """The tables of a sheet and, by row, what the rows outside of them are: context, title or note."""

    tables: list[Table]
    outside: dict[int, str]
    squeezed: list[list[str]]


def layout(sheet: Sheet, vocabulary: Vocabulary) -> Layout:
    """Walk down the sheet once. A table ends where lines above another one, a header or notes begin."""
    return _Walk(sheet, vocabulary).layout()


class _Walk:
    def __init__(self, sheet: Sheet, vocabulary: Vocabulary):
        self.words = vocabulary
        self.rows = [[words.squeezed(cell) for cell in row] for row in sheet.rows]
        self.filled = [[cell for cell in row if cell] for row in self.rows]
        self.tables: list[Table] = []
        self.outside: dict[int, str] = {}
        name = words.squeezed(sheet.name)
        self.of_sheet = Context(
            year=words.title_year(name), region=name if name.lower() in vocabulary.regions else ""
        )
        self.context = replace(self.of_sheet)
        self.table: Table | None = None
        self.in_notes = False
        # Lines above the next table have begun: what was said of the last one is over.
        self.is_above = True

    def layout(self) -> Layout:
        for number, filled in enumerate(self.filled):
            if filled:
                self._row(number, filled)
        self._close()
        return Layout([part for table in self.tables for part in self._split(table)], self.outside, self.rows)

    def _row(self, number: int, filled: list[str]) -> None:
        was_in_notes, self.in_notes = self.in_notes, False
        if contexts := self._contexts(filled):
            self._close()
            for key, text in contexts:
                self._say(key, text)
            self.outside[number] = "context"
        elif self._is_note(number, filled) or (was_in_notes and self._is_more_of_note(number, filled)):
            self._close()
            self.in_notes = True
            self.outside[number] = "note"
        elif self._has_header_only and words.is_column_numbers(filled):
            self.outside[number] = "label"
        elif self._is_year_row(number, filled):
            self._header(number)
            self.table.year_rows.add(number)
        elif self._is_data(filled, self._has_data):
            self._data(number)
        elif self._has_data and self._goes_on(number, filled):
            self.table.data.append(number)
        elif self._is_lines(number, filled):
            self._lines(number, filled)
        else:
            self._header(number)

    # Lines around tables

    def _contexts(self, filled: list[str]) -> list[list[str]]:
        """Keys and texts of a row that begins with one. A comma inside a text splits it in a text file."""
        found = []
        for text in filled:
            if context := words.context_of(text):
                found.append([*context])
            elif found:
                found[-1][1] += "," + text
        # A unit may share its row with other lines or stand in the corner of a header.
        return found if words.context_of(filled[0]) and (found[0][0] != "单位" or len(filled) == 1) else []

    def _say(self, key: str, text: str) -> None:
        if key == "数据库":
            self.context = replace(self.of_sheet, database=text)
        elif key == "指标" and not self.is_above:
            # The unit of the block before is not said of this one.
            self.context.unit = ""
        self.is_above = True
        if key == "指标":
            self.context.indicator = text
        elif key == "地区":
            self.context.region = text
        elif key == "时间":
            self.context.year = words.year_of(text)
        elif key != "数据库":
            self.context.unit = text

    def _is_note(self, number: int, filled: list[str]) -> bool:
        if words.is_note(filled[0]):
            return True
        after_table = self._has_data or self.in_notes
        return after_table and words.is_marked_note(filled[0]) and not self._is_data(filled, False)

    def _is_more_of_note(self, number: int, filled: list[str]) -> bool:
        """A note may go on over rows, and a comma in it may split it: until a title or a header comes."""
        if self._is_other_title(filled[0]) or self._is_year_row(number, filled):
            return False
        if self._is_data(filled, False):
            return filled[0].lower() not in self.words.regions
        # The title may follow a note that stands above everything else.
        is_apart = not self.filled[number - 1] or not self.tables
        return not ((len(filled) > 1 or is_apart) and self._leads_to_data(number))

    def _leads_to_data(self, number: int) -> bool:
        """Whether data follow below, with no other note or context between."""
        for row in (row for row in self.filled[number + 1 :] if row):
            if self._is_data(row, False):
                return True
            if words.is_note(row[0]) or words.context_of(row[0]):
                return False
        return False

    def _is_lines(self, number: int, filled: list[str]) -> bool:
        """Lines above a table, which may share a row: `2019年 | 单位:亿元`, `2-12 分市地区生产总值 | GDP by city`."""
        if self._is_other_title(filled[0]):
            return True
        if any(map(words.unit_line, filled)):
            # A unit in the corner of a header: data follow at once.
            return len(filled) < 3 or self._has_header_only or not self._is_above_data(number)
        if is_corner(filled[0]):
            return False
        if all(words.is_remark(text) or self._bracketed_unit(text) for text in filled):
            return not self._has_header_only
        return (self.rows[number][0] and self._has_corner_below(number)) or (
            len(filled) == 1 and not self._has_header_only
        )

    def _is_above_data(self, number: int) -> bool:
        following = next((row for row in self.filled[number + 1 :] if row), [])
        return bool(following) and self._is_data(following, False)

    def _is_other_title(self, text: str) -> bool:
        return words.is_continued_title(text) or words.is_numbered_title(text)

    def _has_corner_below(self, number: int) -> bool:
        """Whether the header is still to come: its corner stands between this row and the data."""
        for below in range(number + 1, len(self.filled)):
            filled = self.filled[below]
            if filled and (is_corner(filled[0]) or self._is_year_row(below, filled)):
                return not self._is_data(filled, False)
            if filled and self._is_data(filled, False):
                return False
        return False

    def _lines(self, number: int, filled: list[str]) -> None:
        # A unit may stand between header and data.
        if not (self._has_header_only and all(words.unit_line(text) for text in filled)):
            self._close()
        for text in filled:
            self._title(text)
        self.outside[number] = "title"

    def _title(self, text: str) -> None:
        unit = words.unit_line(text) or self._bracketed_unit(text)
        year = words.title_year(text)
        # A bilingual table has its title twice: the Chinese one names the table.
        is_title = words.is_chinese(text) or not self.context.title or not self.is_above
        is_new = is_title and not (words.is_continued_title(text) or words.is_remark(text) or unit)
        if is_new and not self.is_above:
            self.context = replace(self.of_sheet)
        if is_new:
            self.is_above = True
            self.context.title = text
            if text.lower() in self.words.regions:
                self.context.region = text
        self._unit(unit)
        if is_title:
            self.context.year = year or self.context.year

    def _unit(self, unit: str | None) -> None:
        if unit in self.words.units and (words.is_chinese(unit) or not self.context.unit):
            self.context.unit = unit

    def _bracketed_unit(self, text: str) -> str:
        return text[1:-1] if text[:1] == "(" and text[1:-1] in self.words.units else ""

    # Rows of tables

    def _is_year_row(self, number: int, filled: list[str]) -> bool:
        """Years from some column on, and before them nothing but the corner. Bare numbers count only if they run up or
        down, since a row of figures may look like years."""
        years = [words.year_of(cell) for cell in filled]
        first = next((place for place, year in enumerate(years) if year), None)
        if first is None or first > 3:
            return False
        before = filled[:first]
        # Two tables side by side have two corners.
        run = [cell for cell in filled[first:] if not is_corner(cell)]
        if any(text.lower() in self.words.regions or words.is_number(text) for text in before):
            return False
        marked = [words.is_marked_year(cell) for cell in run]
        if all(marked) and len(run) == 1 and not before:
            # `2019年` alone in a row stands above a table or between its rows.
            return False
        found = [year for cell in run if (year := words.year_of(cell))]
        has_corner = bool(before) and (is_corner(before[0]) or bool(words.unit_line(before[0])))
        if sum(marked) * 2 >= len(run):
            return len(found) >= 2 or has_corner
        others = [cell for cell in run if not words.year_of(cell)]
        if has_corner and not any(map(words.is_number, others)):
            return len(found) == 1 or _run_of_years(found)
        # An own word in the corner is told from a region by what follows.
        may_begin = not before or (not self.table and len(before) == 1)
        if not may_begin or others or not _run_of_years(found):
            return False
        return not self._has_data or number - 1 not in self.table.data

    def _is_data(self, filled: list[str], goes_on: bool) -> bool:
        """Names and figures, or figures alone where a table goes on."""
        figures = [words.is_number(cell) or cell in self.words.markers for cell in filled]
        names = [
            not figure or words.year_of(cell) or cell in self.words.regions
            for cell, figure in zip(filled, figures, strict=True)
        ]
        if is_corner(filled[0]) and all(names):
            return False
        return (any(figures[1:]) and (any(names) or goes_on)) or (all(figures) and goes_on)

    def _goes_on(self, number: int, filled: list[str]) -> bool:
        """Whether a row without figures belongs to the data: a region of which nothing is known, or a heading, in one
        language or two, over more rows."""
        if self._is_other_title(filled[0]) or is_corner(filled[0]) or any(map(words.unit_line, filled)):
            return False
        names, values = (
            [cell for cell in part if cell]
            for part in (self.rows[number][: self._figures_from], self.rows[number][self._figures_from :])
        )
        # A region alone above a corner is the title of the next table; regions side by side are its header.
        if names and names[0].lower() in self.words.regions and not self._has_corner_below(number):
            return not any(cell.lower() in self.words.regions for cell in values)
        if len(filled) > (2 if names else 1):
            return False
        # Headings may follow one another before the rows that they head.
        for row in (row for row in self.filled[number + 1 :] if row):
            if self._is_data(row, False):
                return True
            if len(row) > 2 or self._is_other_title(row[0]) or is_corner(row[0]) or words.context_of(row[0]):
                return False
        return False

    @property
    def _figures_from(self) -> int:
        """The first column with a figure in the row of data before."""
        row = self.rows[self.table.data[-1]]
        places = [place for place, cell in enumerate(row) if words.is_number(cell) or cell in self.words.markers]
        return next((place for place in places if any(row[:place])), len(row))

    @property
    def _has_data(self) -> bool:
        return bool(self.table and self.table.data)

    @property
    def _has_header_only(self) -> bool:
        return bool(self.table and self.table.header and not self.table.data)

    def _open(self) -> Table:
        if not self.table:
            self.table = Table(self.context)
            self.is_above = True
        return self.table

    def _header(self, number: int) -> None:
        if self._has_data:
            self._close()
        self._open().header.append(number)
        for unit in filter(None, map(words.unit_line, self.filled[number])):
            self._unit(unit)

    def _data(self, number: int) -> None:
        table = self._open()
        table.data.append(number)
        if len(table.data) == 1:
            # A heading between header and data heads the first rows.
            start = self._figures_from
            while len(table.header) > 1 and self._is_heading(table.header[-1], start):
                table.data.insert(0, table.header.pop())

    def _is_heading(self, number: int, start: int) -> bool:
        row = self.rows[number]
        text = self.filled[number][0]
        return not any(row[start:]) and not is_corner(text) and text not in self.words.units

    def _close(self) -> None:
        if self.table:
            # Later lines change the context of later tables only.
            self.table.context = replace(self.context)
            self.tables.append(self.table)
            self.is_above = self.is_above and not self.table.data
        self.table = None

    def _split(self, table: Table) -> list[Table]:
        """Tables side by side: the corner of the first stands again above each of the others."""
        numbers = table.header + table.data
        table.left = min((_first(self.rows[number]) for number in numbers), default=0)
        table.right = max((len(self.rows[number]) for number in numbers), default=0)
        for number in table.header:
            row = self.rows[number]
            corner = row[table.left] if table.left < len(row) else ""
            starts = [place for place, cell in enumerate(row) if cell == corner]
            if is_corner(corner) and len(starts) > 1:
                return [
                    replace(table, context=table.context, left=left, right=right)
                    for left, right in zip(starts, [*starts[1:], table.right], strict=True)
                ]
        return [table]


def _first(row: list[str]) -> int:
    return next((place for place, cell in enumerate(row) if cell), len(row))


def _run_of_years(years: list[int]) -> bool:
    """Several years that run up or down, once or, below one label after another, again and again."""
    if len(years) < 2:
        return False
    again = years.index(years[0], 1) if years[0] in years[1:] else len(years)
    run = years[:again]
    steps = {(later > earlier) - (later < earlier) for earlier, later in zip(run, run[1:], strict=False)}
    return len(steps) == 1 and 0 not in steps and years == (run * (len(years) // again + 1))[: len(years)]
