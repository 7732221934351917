"""What each cell of a table says: its region, indicator, unit and period, read off the axes of the table."""

from collections.abc import Iterator
from typing import NamedTuple

from nianjian.landing import words
from nianjian.landing.header import BAR, VALUE_WORDS, Header, at
from nianjian.landing.sheets import Sheet
from nianjian.landing.tables import INDICATOR_WORDS, YEAR_WORDS, Context, Layout, Table, is_region_head
from nianjian.landing.vocabulary import Vocabulary

UNIT_WORDS = frozenset("单位 计量单位 unit units".split())
CODE_WORDS = frozenset("行政区划代码 地区代码 区划代码 代码 code adcode region_code id 序号 编号".split())


class Cell(NamedTuple):
    """One cell of a file. `row_no` and `column_no` count from 1. Only a cell with role `value` has labels; an empty
    label means that the file does not say. `problem` says why a value cannot be trusted."""

    sheet: str
    row_no: int
    column_no: int
    text: str
    role: str
    table_no: int = 0
    region_label: str = ""
    indicator_label: str = ""
    unit_label: str = ""
    period_label: str = ""
    database_label: str = ""
    problem: str = ""


def cells(sheet: Sheet, layout: Layout, readings: list["Reading"]) -> Iterator[Cell]:
    """Every cell of the sheet, once."""
    inside: dict[int, list[tuple[int, Reading, bool]]] = {}
    for table_no, (table, reading) in enumerate(zip(layout.tables, readings, strict=True), 1):
        for number in table.header:
            inside.setdefault(number, []).append((table_no, reading, False))
        for number in table.data:
            inside.setdefault(number, []).append((table_no, reading, True))
    for number, row in enumerate(sheet.rows):
        tables = inside.get(number, [(0, None, False)])
        for column, text in enumerate(row):
            # Of tables side by side the one whose columns these are.
            table_no, reading, is_data = next(
                (found for found in tables[1:][::-1] if found[1].table.left <= column), tables[0]
            )
            place = (sheet.name, number + 1, column + 1, text)
            said = reading.said(number, column) if is_data else None
            if said:
                yield Cell(*place, "value", table_no, *said)
            elif not layout.squeezed[number][column]:
                yield Cell(*place, "blank", table_no)
            else:
                yield Cell(*place, "label" if reading else layout.outside.get(number, "label"), table_no)


class Reading:
    """One table with its axes found: which of its columns name regions, indicators, units and years, and which hold
    values."""

    def __init__(self, sheet: Sheet, layout: Layout, table: Table, vocabulary: Vocabulary):
        self.words = vocabulary
        self.table = table
        self.rows = layout.squeezed
        self.raw = sheet.rows
        self.is_ragged = sheet.is_ragged
        self.header = Header(sheet, layout, table, vocabulary)
        columns = range(table.left, table.right)
        self.first = self._first_value_column()
        said = {column: self.header.said(column, self.first) for column in columns[self.first - table.left :]}
        self.columns = {column: said[column] for column in said if self._holds_values(column, said[column])}
        with_values = [n for n in table.data if any(at(self.rows[n], column) for column in self.columns)]
        # Headings between the rows are no names in the columns that they stand in.
        self.named = with_values or table.data
        self._find_axes([column for column in columns if column not in self.columns])
        self.row_labels = self._row_labels()

    # Which columns hold values

    def _first_value_column(self) -> int:
        columns = range(self.table.left, self.table.right)
        years = [
            column
            for row in self.table.year_rows
            for column in columns
            if words.year_of(at(self.rows[row], column))
        ]
        figures = (c for c in columns if self._is_figures(c) and not self._is_stub(c))
        return min(years) if years else next(figures, self.table.right)

    def _is_figures(self, column: int) -> bool:
        cells = self._down(column)
        figures = [cell for cell in cells if words.is_number(cell)]
        missing = [cell for cell in cells if cell in self.words.markers]
        return bool(figures) and (len(figures) + len(missing)) * 2 >= len(cells)

    def _is_stub(self, column: int) -> bool:
        """A column of figures that are names: years, codes of regions, running numbers."""
        head, cells, is_first = self.header.corner(column), self._down(column), column == self.table.left
        if head in CODE_WORDS or head in YEAR_WORDS:
            return True
        if all(words.year_of(cell) for cell in cells):
            return any(words.is_marked_year(cell) for cell in cells) or is_first
        if not head and is_first and cells[0] in ("0", "1"):
            return cells == [str(number) for number in range(int(cells[0]), int(cells[0]) + len(cells))]
        return all(len(cell) == 6 and cell in self.words.regions for cell in cells)

    def _holds_values(self, column: int, said: tuple[str, str, str]) -> bool:
        label, _, period = said
        cells = self._down(column)
        if period:
            return True
        if any(words.is_number(cell) or cell in self.words.markers for cell in cells):
            return not (column > self.first and self._is_figures(column) and self._is_stub(column))
        # Empty below a header is a column of missing values; names (in English, say) are no values.
        return bool(label) and not cells

    def _down(self, column: int) -> list[str]:
        """What stands in a column, without blanks."""
        return [cell for number in self.table.data if (cell := at(self.rows[number], column))]

    # What the other columns say of a row

    def _find_axes(self, columns: list[int]) -> None:
        heads = {column: self.header.corner(column) for column in columns}
        known = {column: self._known(self._names(column)) for column in columns}
        self.year_column = next((c for c in columns if self._is_year_column(c, heads[c])), None)
        self.unit_column = next((c for c in columns if heads[c] in UNIT_WORDS), None)
        names = [
            column
            for column in columns
            if column not in (self.year_column, self.unit_column)
            and heads[column] not in CODE_WORDS
            and any(not words.is_number(cell) for cell in self._names(column))
        ]
        before = [column for column in names if column < self.first]
        self.columns_are_regions = self._known([_last(said.label) for said in self.columns.values()]) >= 0.5
        self.region_columns: list[int] = []
        if not self.columns_are_regions:
            # Names behind the figures are those before them in a second language, if there are any before.
            self.region_columns = self._find_regions(before or names, heads, known)
        if not names and not self.columns_are_regions:
            # Only codes name the regions.
            codes = [column for column in columns if known[column] >= 0.3 and column != self.year_column]
            self.region_columns = codes[:1]
        # The same names in a second language are labels.
        self.indicator_columns = [
            column
            for column in names
            if column not in self.region_columns
            and (column < self.first or heads[column] in INDICATOR_WORDS)
            and known[column] < 0.3
            and not is_region_head(heads[column])
            and any(map(words.is_chinese, self._names(column)))
        ]
        if not self.indicator_columns and not self.region_columns:
            # Indicators in English only.
            self.indicator_columns = before[:1]

    def _find_regions(self, names: list[int], heads: dict[int, str], known: dict[int, float]) -> list[int]:
        """The columns of regions, the finest first: of province and city the city, where a row names one."""
        found = [column for column in names if known[column] >= 0.3 or is_region_head(heads[column])]
        if not found and names and not self._rows_are_indicators(names, heads):
            found = names[:1]
        chinese = [column for column in found if any(map(words.is_chinese, self._names(column)))]
        return sorted(chinese or found, key=lambda column: -len(set(self._names(column))))

    def _rows_are_indicators(self, names: list[int], heads: dict[int, str]) -> bool:
        """Whether names that are no known regions are indicators."""
        if any(heads[column] in INDICATOR_WORDS for column in names):
            return True
        if self.table.context.region or self.unit_column is not None:
            return True
        if self.table.context.indicator:
            return False
        cells = [cell for column in names for cell in self._names(column)]
        has_units = any(words.name_and_unit(cell, self.words.units)[1] for cell in cells)
        return has_units or bool(heads[names[0]]) or bool(self._title_region())

    def _names(self, column: int) -> list[str]:
        """The labels that stand in a column of names."""
        labels = (words.label(at(self.raw[number], column)) for number in self.named)
        return [words.without_marks(label) for label in labels if label]

    def _known(self, labels: list[str]) -> float:
        filled = [label for label in labels if label]
        return sum(label.lower() in self.words.regions for label in filled) / len(filled) if filled else 0.0

    def _is_year_column(self, column: int, head: str) -> bool:
        cells = self._names(column)
        if not cells or sum(bool(words.period_of(cell)) for cell in cells) * 2 < len(cells):
            return False
        is_marked = any(words.is_marked_year(cell) for cell in cells)
        return head in YEAR_WORDS or is_marked or column == self.table.left

    def _row_labels(self) -> dict[int, tuple[str, str, str, str]]:
        """Region, indicator, unit and year of each data row. A name that was merged over rows stands in the first; a
        heading between rows holds for those below it."""
        labels, region, heading, whole, period = {}, "", ("", "", "", ""), "", ""
        parts: dict[int, str] = {}
        self.headings = {number for number in self.table.data if self._is_heading(number)}
        for number in self.table.data:
            if number in self.headings:
                heading = self._heading(number, heading)
                continue
            row = self.raw[number]
            for place, column in enumerate(self.indicator_columns):
                if text := words.label(at(row, column)):
                    parts[column] = text
                    # What stood further right belonged to the name before.
                    for later in self.indicator_columns[place + 1 :]:
                        parts[later] = ""
            path = [parts.get(column, "") for column in self.indicator_columns]
            indicator = BAR.join(dict.fromkeys(filter(None, path)))
            name, unit = words.name_and_unit(indicator, self.words.units)
            if words.is_part(name) and whole:
                name = BAR.join([whole, words.without_marks(name)])
            else:
                whole = name = words.without_marks(name)
            has_other_names = self.year_column is not None or self.indicator_columns
            found = self._region(number)
            region = found if found or not has_other_names else region
            period = words.squeezed(at(row, self.year_column)) or period
            labels[number] = (
                region or heading[0],
                name or heading[1],
                words.squeezed(at(row, self.unit_column)) or unit or heading[2],
                words.period_of(period) or period or heading[3],
            )
        return labels

    def _region(self, number: int) -> str:
        labels = (words.label(at(self.raw[number], column)) for column in self.region_columns)
        return next((words.without_marks(label) for label in labels if label), "")

    def _is_heading(self, number: int) -> bool:
        """A line between data rows that holds no value and is no region of which nothing is known."""
        row = self.rows[number]
        if any(at(row, column) for column in self.columns):
            return False
        return self._region(number).lower() not in self.words.regions

    def _heading(self, number: int, before: tuple[str, ...]) -> tuple[str, str, str, str]:
        """What a heading says of the rows below: a year, a region above indicators, or an indicator above regions if it
        has a unit or the same regions stand below another heading, too."""
        text = words.label(next((cell for cell in self.raw[number] if words.squeezed(cell)), ""))
        name, unit = words.name_and_unit(text, self.words.units)
        if words.period_of(text):
            return (*before[:3], words.period_of(text))
        if not self.region_columns and text.lower() in self.words.regions:
            return (text, *before[1:])
        if self.region_columns and (unit or self._regions_repeat):
            return (before[0], words.without_marks(name), unit, before[3])
        return before

    @property
    def _regions_repeat(self) -> bool:
        names = [self._region(number) for number in self.table.data if number not in self.headings]
        return self.year_column is None and len(set(names)) < len(names)

    # Both together

    def said(self, number: int, column: int) -> tuple[str, ...] | None:
        """Region, indicator, unit, period, database and problem of a value; None for a name or a heading's blank."""
        if column not in self.columns or number in self.headings:
            return None
        context: Context = self.table.context
        label, column_unit, year = self.columns[column]
        region, indicator, row_unit, period = self.row_labels[number]
        if self.columns_are_regions:
            region, label = _last(label), ""
        names = [name for name in (indicator, "" if label.lower() in VALUE_WORDS else label) if name]
        name, context_unit = words.name_and_unit(context.indicator, self.words.units)
        return (
            region or context.region or self._title_region(),
            BAR.join(names) or name or ("" if context.database else _title_name(context.title)),
            column_unit or row_unit or context_unit or context.unit,
            year or period or (str(context.year) if context.year else ""),
            context.database,
            self._problem(number),
        )

    def _title_region(self) -> str:
        """`2-1 广州市国民经济主要指标` names the region of a table that names none itself."""
        if self.region_columns or self.columns_are_regions:
            return ""
        title = words.TITLE_NUMBER.sub("", self.table.context.title)
        found = [title[:end] for end in range(2, len(title) + 1) if title[:end].lower() in self.words.regions]
        return found[-1] if found and title[len(found[-1]) :][:1] not in ("、", "和", "与", "及") else ""

    def _problem(self, number: int) -> str:
        """In a text file a row may have lost cells, or gained one by a comma inside a number: its values may then
        stand under other headers."""
        if not self.is_ragged or not self.table.header:
            return ""
        if len(self.raw[number]) < max(self.columns) + 1:
            return "row_is_short"
        expected = max(len(self.raw[row]) for row in self.table.header)
        return "row_is_long" if any(map(words.squeezed, self.raw[number][expected:])) else ""


def _last(label: str) -> str:
    return label.rpartition(BAR)[2]


def _title_name(title: str) -> str:
    """What a title calls its table, without number, year and `by city`: `2-12 分市地区生产总值` -> `地区生产总值`."""
    name = words.TITLE_NUMBER.sub("", title)
    name = words.TITLE_YEAR_BRACKET.sub("", name)
    return words.TITLE_BY.sub("", name)
