"""What each row of a sheet is by itself, and what comes below it: figures, a header, lines around tables."""

import re
from itertools import pairwise

from nianjian.intake.sheets import Sheet
from nianjian.intake.tables import cell_text
from nianjian.intake.tables.vocabulary import Vocabulary

YEAR_WORDS = frozenset(
    {"年份", "年", "年度", "年次", "统计年度", "统计年份", "时间", "时期", "year", "years", "time"}
)
# What heads a column of parts of a year, with the year or beside it.
PART_WORDS = frozenset({"月份", "月", "月度", "季度", "季", "半年", "month", "months", "quarter", "quarters"})
INDICATOR_WORDS = frozenset(
    {"指标", "指标名称", "项目", "项目名称", "indicator", "indicators", "item", "items"}
)
# 市、县 · 省(市、区) · 城市 · 地级市 · 市别: what heads a column of regions is put together of few signs. 市区 is a row.
_REGION_HEAD = re.compile(
    r"(?![市城]区$)(?:[省市县区州盟旗地城域级别份划设及各、,()/]|行政|自治|直辖|名称)+"
    r"|region|area|city|province|prefecture|county|district|(?:region|area|province|prefecture|district)s"
    r"|cities|counties|city\(county\)"
)
# 行政区划代码 · 城市代码 · city_code · 序号: what heads a column of codes or running numbers.
_CODE_HEAD = re.compile(r".*(?:代码|编码|编号|序号|区划码)|(?:.*[_ ])?(?:code|id|no)|adcode")
_ENGLISH_TAIL = re.compile(r"(?<=[\u4e00-\u9fff)])[A-Z][a-z]{2}[A-Za-z(),/&.]*$")


# Before the first year: codes and names of regions, indicators, units.
MOST_HEADS = 6


def is_region_head(text: str) -> bool:
    """Whether a header in lower case stands above names of regions."""
    return bool(_REGION_HEAD.fullmatch(text))


def is_code_head(text: str) -> bool:
    """Whether a header in lower case stands above codes or running numbers."""
    return bool(_CODE_HEAD.fullmatch(text))


def is_corner(text: str) -> bool:
    """Whether a text can only stand above the first column of a table."""
    # Of `地区Region` the Chinese part.
    text = _ENGLISH_TAIL.sub("", text).lower()
    return text in YEAR_WORDS or text in PART_WORDS or text in INDICATOR_WORDS or is_region_head(text)


def is_other_title(text: str) -> bool:
    """Whether a line can only stand above a table."""
    return cell_text.is_continued_title(text) or cell_text.is_numbered_title(text)


class Rows:
    """The rows of a sheet, squeezed; `filled` has them without blanks."""

    def __init__(self, sheet: Sheet, vocabulary: Vocabulary):
        self.words = vocabulary
        self.squeezed = [[cell_text.squeezed(cell) for cell in row] for row in sheet.rows]
        self.filled = [[cell for cell in row if cell] for row in self.squeezed]
        self._look_ahead()

    def _look_ahead(self) -> None:
        """For each row: whether a header comes below it before data do; whether data do before another note or context;
        whether data do after nothing but headings. From the last row up, each row is looked at once."""
        count = len(self.filled)
        self.header_below, self.data_below, self.headed_below = (
            [False] * count,
            [False] * count,
            [False] * count,
        )
        header = data = headed = False
        for number in range(count - 1, -1, -1):
            self.header_below[number], self.data_below[number], self.headed_below[number] = (
                header,
                data,
                headed,
            )
            filled = self.filled[number]
            if not filled:
                continue
            if self.is_data(filled):
                header, data, headed = False, True, True
                continue
            is_header = is_corner(filled[0]) or self.is_year_row(number, filled)
            is_line = cell_text.is_note(filled[0]) or bool(cell_text.context_of(filled[0]))
            header = header or is_header
            data = data and not is_line
            headed = headed and len(filled) <= 2 and not (is_header or is_line or is_other_title(filled[0]))

    def is_data(self, filled: list[str], goes_on: bool = False) -> bool:
        """Names and figures, or, where a table goes on, figures alone."""
        figures = [self.is_figure(cell) for cell in filled]
        if is_corner(filled[0]) and all(map(self._may_be_name, filled, figures)):
            return False
        has_name = goes_on or any(map(self._may_be_name, filled, figures))
        return (any(figures[1:]) and has_name) or (all(figures) and goes_on)

    def _may_be_name(self, text: str, is_figure: bool) -> bool:
        return not is_figure or cell_text.year_of(text) is not None or text in self.words.regions

    def is_figure(self, text: str) -> bool:
        """Whether a cell holds a number or a missing marker."""
        return cell_text.is_number(text) or text in self.words.markers

    def is_region(self, text: str) -> bool:
        """Whether a cell names a region."""
        return text.lower() in self.words.regions

    def is_year_row(
        self,
        number: int,
        filled: list[str],
        may_begin: bool = False,
        goes_on: bool = False,
        is_in_header: bool = False,
    ) -> bool:
        """Years from some column on, and before them nothing but the heads of the columns of names. Bare numbers count
        only if they run up or down, since a row of figures may look like years, or `is_in_header`, below other headers;
        heads of unknown words only where a table `may_begin`."""
        years = [cell_text.year_of(cell) for cell in filled]
        first = next((place for place, year in enumerate(years) if year), None)
        if first is None or first > MOST_HEADS:
            return False
        before = filled[:first]
        if any(self.is_region(text) or cell_text.is_number(text) for text in before):
            return False
        # Two tables side by side have two corners.
        run = [cell for cell in filled[first:] if not is_corner(cell)]
        marked = [cell_text.is_marked_year(cell) for cell in run]
        if all(marked) and len(run) == 1 and not before:
            # `2019年` alone in a row stands above a table or between its rows.
            return False
        found = [year for cell in run if (year := cell_text.year_of(cell))]
        has_corner = any(is_corner(text) or bool(cell_text.unit_line(text)) for text in before)
        if sum(marked) * 2 >= len(run):
            return len(found) >= 2 or has_corner
        others = [cell for cell in run if not (cell_text.year_of(cell) or cell_text.compared_year(cell))]
        if has_corner and not any(map(cell_text.is_number, others)):
            return len(found) == 1 or run_up_or_down(found)
        # Among data, figures that run like years are figures; below a header the name of the first row of data cannot be
        # missing.
        is_same = is_in_header and not before and len(set(found)) == 1
        may_be = not (others or goes_on) and (not before or may_begin)
        return may_be and (is_same or run_up_or_down(found))

    def is_above_data(self, number: int) -> bool:
        """Whether data follow at once."""
        following = next((row for row in self.filled[number + 1 :] if row), [])
        return bool(following) and self.is_data(following)


def run_up_or_down(years: list[int]) -> bool:
    """Several years that run up or down, once or, below one label after another, again and again."""
    if len(years) < 2:
        return False
    again = years.index(years[0], 1) if years[0] in years[1:] else len(years)
    run = years[:again]
    steps = {(later > earlier) - (later < earlier) for earlier, later in pairwise(run)}
    return len(steps) == 1 and 0 not in steps and years == (run * (len(years) // again + 1))[: len(years)]
