"""Where the tables of a sheet are: each with the lines above it, its header rows and its data rows."""

from dataclasses import dataclass, field, replace
from itertools import zip_longest

from nianjian.intake.sheets import Sheet
from nianjian.intake.tables import cell_text, side_by_side
from nianjian.intake.tables.rows import Rows, is_corner, is_other_title
from nianjian.intake.tables.vocabulary import Vocabulary


@dataclass
class Context:
    """What the lines above a table say of all its cells; empty where they say nothing."""

    database: str = ""
    indicator: str = ""
    region: str = ""
    unit: str = ""
    title: str = ""
    period: str = ""


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
        self.units = vocabulary.units
        self.raw = sheet.rows
        self.rows = Rows(sheet, vocabulary)
        self.tables: list[Table] = []
        self.outside: dict[int, str] = {}
        name = cell_text.squeezed(sheet.name)
        self.of_sheet = Context(
            period=cell_text.title_period(name), region=name if self.rows.is_region(name) else ""
        )
        self.context = replace(self.of_sheet)
        # Lines above the next table have begun: what was said of the last one is over.
        self.is_above = True
        self.in_notes = False
        self.table: Table | None = None
        # The first column with a figure in the last row of data.
        self.figures_from = 0

    def layout(self) -> Layout:
        for number, filled in enumerate(self.rows.filled):
            if filled:
                self._row(number, filled)
        self._close()
        tables = []
        for table in self.tables:
            table.left, starts = side_by_side.starts(self.rows, self.raw, table.header, table.data)
            ends = [
                *starts[1:],
                max((len(self.raw[number]) for number in table.header + table.data), default=0),
            ]
            tables += [
                replace(table, left=left, right=right) for left, right in zip(starts, ends, strict=True)
            ]
        return Layout(tables, self.outside, self.rows.squeezed)

    def _row(self, number: int, filled: list[str]) -> None:
        was_in_notes, self.in_notes = self.in_notes, False
        if contexts := self._contexts(filled):
            self._close()
            for key, text in contexts:
                self._say(key, text)
            self.outside[number] = "context"
        elif self._is_note(filled, was_in_notes) or (was_in_notes and self._is_more_of_note(number, filled)):
            self._close()
            self.in_notes = True
            self.outside[number] = "note"
        elif self._is_numbering(number, filled):
            self.outside[number] = "label"
        elif self._is_year_row(number, filled):
            self._header(number)
            self.table.year_rows.add(number)
        elif self.rows.is_data(filled, self._has_data):
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
        if not cell_text.context_of(filled[0]):
            return []
        found = []
        for text in filled:
            if context := cell_text.context_of(text):
                found.append([*context])
            else:
                found[-1][1] += "," + text
        # A unit may share its row with other lines or stand in the corner of a header.
        return found if found[0][0] != "单位" or len(filled) == 1 else []

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
            self.context.period = cell_text.period_of(text)
        elif key != "数据库":
            self.context.unit = cell_text.unit_line(f"{key}:{text}") or ""

    def _is_note(self, filled: list[str], was_in_notes: bool) -> bool:
        if cell_text.is_note(filled[0]):
            return True
        after_table = self._has_data or was_in_notes
        return after_table and cell_text.is_marked_note(filled[0]) and not self.rows.is_data(filled)

    def _is_more_of_note(self, number: int, filled: list[str]) -> bool:
        """A note may go on over rows, and a comma in it may split it: until a title or a header comes."""
        if is_other_title(filled[0]) or self._is_year_row(number, filled):
            return False
        if self.rows.is_data(filled):
            return not self.rows.is_region(filled[0])
        # The title may follow a note that stands above everything else.
        is_apart = not self.rows.filled[number - 1] or not self.tables
        return not ((len(filled) > 1 or is_apart) and self.rows.data_below[number])

    def _is_lines(self, number: int, filled: list[str]) -> bool:
        """Lines above a table, which may share a row: `2019年 | 单位:亿元`, `2-12 分市地区生产总值 | GDP by city`."""
        if is_other_title(filled[0]):
            return True
        others = [text for text in filled if not (cell_text.unit_line(text) or self._says_little(text))]
        if len(others) < len(filled) and any(map(cell_text.unit_line, filled)):
            # A unit in the corner of a header: data follow at once.
            return not others or self._has_header_only or not self.rows.is_above_data(number)
        if is_corner(filled[0]):
            return False
        if not others:
            return not self._has_header_only
        is_above_header = bool(self.rows.squeezed[number][0]) and self.rows.header_below[number]
        return is_above_header or (len(filled) == 1 and not self._has_header_only)

    def _lines(self, number: int, filled: list[str]) -> None:
        # A unit may stand between header and data.
        if not (self._has_header_only and all(cell_text.unit_line(text) for text in filled)):
            self._close()
        for cell in self.raw[number]:
            if cell_text.squeezed(cell):
                self._title(cell_text.title_text(cell))
        for text in filled:
            self._unit(cell_text.unit_line(text) or self._bracketed_unit(text))
        self.outside[number] = "title"

    def _title(self, text: str) -> None:
        # A bilingual table has its title twice: the Chinese one names the table.
        is_title = cell_text.is_chinese(text) or not self.context.title or not self.is_above
        is_new = is_title and text and not (cell_text.is_continued_title(text) or self._says_little(text))
        if is_new and not self.is_above:
            self.context = replace(self.of_sheet)
        if is_new:
            self.is_above = True
            self.context.title = text
            if self.rows.is_region(text):
                self.context.region = text
        if is_title or self._says_little(text):
            self.context.period = cell_text.title_period(text) or self.context.period

    def _says_little(self, text: str) -> bool:
        """A line that names no table: `(2019年)`, `本表按当年价格计算。`, `(亿元)`."""
        return cell_text.is_remark(text) or bool(self._bracketed_unit(text))

    def _unit(self, unit: str | None) -> None:
        """A unit that is unknown stands as one, until a known one comes: no other may be filled in for it."""
        before, is_known = self.context.unit, unit in self.units
        is_better = cell_text.is_chinese(unit or "") if is_known else not cell_text.is_chinese(before)
        takes_place = is_better if (before in self.units) == is_known else is_known
        if unit and (not before or takes_place):
            self.context.unit = unit

    def _bracketed_unit(self, text: str) -> str:
        return text[1:-1] if text[:1] == "(" and text[1:-1] in self.units else ""

    # Rows of tables

    def _is_numbering(self, number: int, filled: list[str]) -> bool:
        """The numbers of columns below a header, or that of a page among the names."""
        if self._has_header_only:
            return cell_text.is_column_numbers(filled)
        is_single = self._has_data and len(filled) == 1 and cell_text.is_number(filled[0])
        return is_single and _first(self.rows.squeezed[number]) < self.figures_from

    def _is_year_row(self, number: int, filled: list[str]) -> bool:
        return self.rows.is_year_row(
            number,
            filled,
            may_begin=not self.table,
            goes_on=self._has_data and number - 1 == self.table.data[-1],
            is_in_header=self._has_header_only and not self.rows.squeezed[number][0],
        )

    def _goes_on(self, number: int, filled: list[str]) -> bool:
        """Whether a row without figures belongs to the data: a region of which nothing is known, or a heading, in one
        language or two, over more rows."""
        if is_other_title(filled[0]) or is_corner(filled[0]) or any(map(cell_text.unit_line, filled)):
            return False
        row = self.rows.squeezed[number]
        if self._is_like_last(row):
            return True
        names = [cell for cell in row[: self.figures_from] if cell]
        values = [cell for cell in row[self.figures_from :] if cell]
        # A region alone above a corner is the title of the next table; regions side by side are its header.
        if names and self.rows.is_region(names[0]) and not self.rows.header_below[number]:
            return not any(map(self.rows.is_region, values))
        return len(filled) <= (2 if names else 1) and self.rows.headed_below[number]

    def _is_like_last(self, row: list[str]) -> bool:
        """Whether the names and texts of a row stand where those of the last row of data do, years and regions in their
        places: a row of a panel of which no figure is known."""
        last = self.rows.squeezed[self.table.data[-1]]
        pairs = list(zip_longest(row, last, fillvalue=""))
        names = [(text, above) for text, above in pairs if text and above]
        has_key = any(self.rows.is_region(text) or cell_text.period_of(text) for text, _ in names)
        return (
            len(names) >= 2
            and has_key
            and all(not text or (above and self._kind(text) == self._kind(above)) for text, above in pairs)
        )

    def _kind(self, text: str) -> str:
        if cell_text.period_of(text):
            return "period"
        return "figure" if self.rows.is_figure(text) else "text"

    def _header(self, number: int) -> None:
        if self._has_data:
            self._close()
        self._open().header.append(number)
        for unit in map(cell_text.unit_line, self.rows.filled[number]):
            self._unit(unit)

    def _data(self, number: int) -> None:
        table = self._open()
        table.data.append(number)
        row = self.rows.squeezed[number]
        places = [place for place, cell in enumerate(row) if self.rows.is_figure(cell)]
        start = _first(row)
        self.figures_from = next((place for place in places if place > start), len(row))
        if len(table.data) == 1:
            # A heading between header and data heads the first rows.
            while len(table.header) > 1 and self._is_heading(table.header[-1]):
                table.data.insert(0, table.header.pop())

    def _is_heading(self, number: int) -> bool:
        text = self.rows.filled[number][0]
        in_values = any(self.rows.squeezed[number][self.figures_from :])
        return not (in_values or is_corner(text) or text in self.units)

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

    def _close(self) -> None:
        if self.table:
            # Later lines change the context of later tables only.
            self.table.context = replace(self.context)
            self.tables.append(self.table)
            self.is_above = self.is_above and not self.table.data
        self.table = None


def _first(row: list[str]) -> int:
    return next((place for place, cell in enumerate(row) if cell), len(row))
