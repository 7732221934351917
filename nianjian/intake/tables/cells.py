"""What each cell of a table says: its region, indicator, unit and period, read off the axes of the table."""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from nianjian.intake.sheets import Sheet
from nianjian.intake.tables import cell_text
from nianjian.intake.tables.axes import Axes
from nianjian.intake.tables.header import BAR, at, says_no_indicator
from nianjian.intake.tables.layout import Layout, Table
from nianjian.intake.tables.sectors import Sectors
from nianjian.intake.tables.vocabulary import Vocabulary


class Cell(NamedTuple):
    """One cell of a file. `row_no` and `column_no` count from 1. Only a cell with role `value` has labels; an empty
    label means that the file does not say. `problem` says why a value cannot be trusted, or that its row or column is
    silent where the others speak. `beside_label` is what else says which region it is, joined: its province, its code."""

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
    beside_label: str = ""


class RowLabels(NamedTuple):
    """What the names in a row say, or the headings above it; empty where they say nothing."""

    region: str = ""
    indicator: str = ""
    unit: str = ""
    period: str = ""
    beside: str = ""


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
            beside = (found for found in tables[:0:-1] if found[1].table.left <= column)
            table_no, reading, is_data = next(beside, tables[0])
            place = (sheet.name, number + 1, column + 1, text)
            said = reading.said(number, column) if is_data else None
            if said:
                yield Cell(*place, "value", table_no, *said)
            elif not layout.squeezed[number][column]:
                yield Cell(*place, "blank", table_no)
            else:
                yield Cell(*place, "label" if reading else layout.outside.get(number, "label"), table_no)


class Reading:
    """One table, row by row."""

    def __init__(self, sheet: Sheet, layout: Layout, table: Table, vocabulary: Vocabulary):
        self.words = vocabulary
        self.table = table
        self.raw = sheet.rows
        self.rows = layout.squeezed
        self.is_ragged = sheet.is_ragged
        self.axes = Axes(sheet, layout, table, vocabulary)
        self.headings = {number for number in table.data if self._is_heading(number)}
        self.row_labels = self._row_labels()
        self.problems = {number: self._problem(number) for number in table.data}
        self.by_default = self._by_default()

    def said(self, number: int, column: int) -> tuple[str, ...] | None:
        """Region, indicator, unit, period, database, problem of a value and what stands beside its region; None for a
        name or a heading's blank."""
        if column not in self.axes.columns or number in self.headings:
            return None
        label, column_unit, period = self.axes.columns[column]
        row, default = self.row_labels[number], self.by_default
        region, unit = row.region, column_unit or row.unit
        if self.axes.columns_are_regions:
            # What stands above regions groups them, or is the indicator if the rows name none.
            groups, _, region = label.rpartition(BAR)
            label = "" if row.indicator or groups.lower() in self.words.regions else groups
        names = [name for name in (row.indicator, "" if says_no_indicator(label) else label) if name]
        period = _both(period, row.period)
        return (
            region or default.region,
            BAR.join(names) or default.indicator,
            unit or default.unit,
            period or default.period,
            self.table.context.database,
            self.problems[number] or self._silent(region, bool(row.indicator), period, column),
            row.beside,
        )

    def _silent(self, region: str, has_indicator: bool, period: str, column: int) -> str:
        """What a value does not say, though others of its table do: nothing else may speak for it."""
        axes = self.axes
        if (axes.region_columns or axes.columns_are_regions) and not region:
            return "no_region"
        if column in axes.unnamed and not has_indicator:
            return "no_indicator"
        return "no_year" if axes.names_years and not period else ""

    def _by_default(self) -> RowLabels:
        """What the lines above the table say."""
        context = self.table.context
        name, unit = cell_text.name_and_unit(context.indicator, self.words.units)
        return RowLabels(
            context.region or self.axes.title_region(),
            name or ("" if context.database else _title_name(context.title)),
            unit or context.unit,
            context.period,
        )

    def _row_labels(self) -> dict[int, RowLabels]:
        """A name that was merged over rows stands in the first; a heading between rows holds for those below it."""
        labels, heading = {}, RowLabels()
        region = period = whole = whole_unit = ""
        parts: dict[int, str] = {}
        sectors = Sectors(self.table.context.unit)
        axes = self.axes
        for number in self.table.data:
            if number in self.headings:
                heading = self._heading(number, heading)
                continue
            row = self.raw[number]
            name, unit = cell_text.name_and_unit(self._indicator(row, parts), self.words.units)
            unit = cell_text.label(at(row, axes.unit_column)) or unit
            if cell_text.is_part(name) and whole:
                name, unit = BAR.join([whole, cell_text.without_marks(name)]), unit or whole_unit
            else:
                name = cell_text.without_marks(name)
                if product := sectors.whole(name, unit):
                    name, unit = BAR.join([product, name]), unit or sectors.unit
                whole, whole_unit = name, unit
            found = axes.region(number)
            region = (
                region if not found and (axes.indicator_columns or axes.year_column is not None) else found
            )
            period = cell_text.squeezed(at(row, axes.year_column)) or period
            part = cell_text.squeezed(at(row, axes.part_column))
            labels[number] = RowLabels(
                region or heading.region,
                name or heading.indicator,
                unit or heading.unit,
                BAR.join(filter(None, (self._period(period) or heading.period, part))),
                axes.evidence(number),
            )
        return labels

    def _period(self, text: str) -> str:
        """Among ends of months or quarters, the end of a year is the end of one."""
        return text if cell_text.is_day(text) and self._has_parts else cell_text.period_of(text) or text

    @cached_property
    def _has_parts(self) -> bool:
        texts = (
            cell_text.squeezed(at(self.raw[number], self.axes.year_column)) for number in self.table.data
        )
        return any(cell_text.period_of(text) and not cell_text.year_of(text) for text in texts)

    def _indicator(self, row: list[str], parts: dict[int, str]) -> str:
        """The names of a row as one; `parts` are those of the row before, by column."""
        columns = self.axes.indicator_columns
        for place, column in enumerate(columns):
            if text := cell_text.label(at(row, column)):
                # What stood further right belonged to the name before.
                parts.update({column: text} | dict.fromkeys(columns[place + 1 :], ""))
        return BAR.join(dict.fromkeys(filter(None, (parts.get(column) for column in columns))))

    def _is_heading(self, number: int) -> bool:
        """A line between data rows that holds no value and is no region of which nothing is known."""
        if any(at(self.rows[number], column) for column in self.axes.columns):
            return False
        return self.axes.region(number).lower() not in self.words.regions

    def _heading(self, number: int, before: RowLabels) -> RowLabels:
        """What a heading says of the rows below: a year, a region above indicators, or an indicator above regions if it
        has a unit or the same regions stand below another heading, too."""
        columns = range(self.table.left, self.table.right)
        text = cell_text.label(
            next((cell for c in columns if cell_text.squeezed(cell := at(self.raw[number], c))), "")
        )
        name, unit = cell_text.name_and_unit(text, self.words.units)
        if cell_text.period_of(text):
            return before._replace(period=cell_text.period_of(text))
        if not self.axes.region_columns and text.lower() in self.words.regions:
            return before._replace(region=text)
        # The English below a Chinese heading says it once more.
        is_repeated = cell_text.is_chinese(before.indicator) and not cell_text.is_chinese(text)
        has_regions = self.axes.region_columns or self.axes.columns_are_regions
        if has_regions and not is_repeated and (unit or self._names_repeat):
            return before._replace(indicator=cell_text.without_marks(name), unit=unit)
        return before

    @cached_property
    def _names_repeat(self) -> bool:
        """Whether the same region, in the same year, stands in several rows."""
        names = [
            (self.axes.region(number), at(self.rows[number], self.axes.year_column))
            for number in self.table.data
            if number not in self.headings
        ]
        return len(set(names)) < len(names)

    @cached_property
    def _header_width(self) -> int:
        return max((len(self.raw[row]) for row in self.table.header), default=0)

    @cached_property
    def _last_column(self) -> int:
        return max((column for column in self.axes.columns if column < self._header_width), default=-1)

    def _problem(self, number: int) -> str:
        """In a text file a row may have lost cells, or gained one by a comma inside a number: its values may then
        stand under other headers."""
        if not self.is_ragged or not self.table.header:
            return ""
        if len(self.raw[number]) <= self._last_column:
            return "row_is_short"
        return "row_is_long" if any(map(cell_text.squeezed, self.raw[number][self._header_width :])) else ""


def _both(column: str, row: str) -> str:
    """The period of a column and a row: where both name one, and not the same, it is no year."""
    return column if not row or row == column else f"{row}{BAR}{column}" if column else row


def _title_name(title: str) -> str:
    """What a title calls its table, without number, year and `by city`: `2-12 分市地区生产总值` -> `地区生产总值`."""
    name = cell_text.TITLE_YEAR.sub("", cell_text.TITLE_NUMBER.sub("", title))
    return cell_text.TITLE_BY.sub("", cell_text.TITLE_YEAR_BRACKET.sub("", name))
