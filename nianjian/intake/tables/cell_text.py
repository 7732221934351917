"""What a cell's text can be: a year, a number, a line that says what the table holds, a note, a name with its unit."""

import re

from nianjian.intake.tables.traditional import SIMPLIFIED
from nianjian.intake.tables.unit_text import behind_a_slash, is_unit_like

_BLANKS = re.compile(r"[\s\u3000\u00a0\u200b\ufeff]+")
_ONE_WAY = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if code != 0xFF5C} | {
    0x2212: "-",
    0x3000: " ",
    **SIMPLIFIED,
}
_MARK = "*①-⑳⑴-⒇¹²³⁴-⁹"
# A date at an end of the year is how a spreadsheet keeps a header that shows the year alone.
_YEAR = re.compile(
    r"(?P<prefix>[Yy])?(?P<year>(?:19|20)\d\d)(?:\.0)?"
    rf"(?P<suffix>年(?:末|底|度)?|-01-01|-12-31)?[{_MARK}]*"
)
_MONTHS = r"\d{1,2}(?:[-—~至]\d{1,2})?月(?:份|末|底|累计)?"
_QUARTERS = r"(?:前|第?)[一二三四1-4](?:[-—~至][一二三四1-4])?个?季度"
_PART_OF_YEAR = re.compile(
    r"(?:19|20)\d\d(?:年.*(?:月|季度?|上半年|下半年)(?:[末底份]|累计)?|-\d\d(?:-\d\d)?|-?[Qq][1-4])"
    rf"|{_MONTHS}|{_QUARTERS}|[上下]半年"
)
_DATE = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")
# A part of a year that a title speaks of: `2022年1-6月`, `2022年前三季度`.
_PART_IN_TITLE = re.compile(rf"(?:19|20)\d\d年(?:{_MONTHS}|{_QUARTERS}|[上下]半年)")
# `2022年为2021年%`: a year held against another one.
_COMPARISON = re.compile(r"((?:19|20)\d\d)年?(?:为|比|较|相当于|是)(?:19|20)\d\d年?.*")
_NUMBER = re.compile(rf"[+-]?(?:\d+|\d{{1,3}}(?:,\d{{3}})+)(?:\.\d+)?(?:[Ee][+-]?\d+)?%?[{_MARK}]?")
_CONTEXT = re.compile(
    r"(数据库|指标|时间|地区|单位|计量单位|database|indicators?|regions?|years?|time):(.*)",
    re.DOTALL | re.IGNORECASE,
)
_IN_CHINESE = {"data": "数据库", "indi": "指标", "regi": "地区", "year": "时间", "time": "时间"}
# Not who filled the table in: 填报单位.
_UNIT_LINE = re.compile(r"(?:(?<![报制管写发])单位|\bunits?):((?:(?!units?:)[^,;()。])+)", re.IGNORECASE)
_UNIT_AT_END = re.compile(r"[(,;]*(?:计量)?(?:单位|units?):.*", re.IGNORECASE)
_NUMBER_BEFORE_YEAR = re.compile(r"^\s*表?\s*\d+(?:[-—－.]\d+)+\s+(?=(?:19|20)\d\d\s*年)")
_NOTE = re.compile(
    r"\(?注[:：1)]|备注[:：]|注释|附注|说明[:：]|数据来源|资料来源|来源[:：]|notes?(?![a-z])|(?:data)?sources?(?![a-z])",
    re.IGNORECASE,
)
_NOTE_MARK = re.compile(rf"[a-z]\)|[{_MARK}]|[\"“]#[\"”]", re.IGNORECASE)
_CONTINUED = re.compile(r"续表|\(?续[)\d]|表\d|continued", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?:表|table)?\d+(?:[-—]\d+|\.\d{1,2})+(?![-—.\d%])(?=.)|(?:表|table)\d+", re.IGNORECASE
)
# `2015年不变价` and `1978年以来` are no years of the figures.
_NO_YEAR_OF_FIGURES = r"(?!年?(?:以来|以前|以后|起|至今|前|后|不变价|可比价|价格?|定基|基期|=|为\d|为基))"
_ANY_YEAR = re.compile(r"(?<![\d.])(?:19|20)\d\d(?![\d.])")
_TITLE_YEAR = re.compile(rf"(?<![\d.])(?:19|20)\d\d{_NO_YEAR_OF_FIGURES}(?=年|\)|$)")
_YEAR_THEN_NAME = re.compile(rf"((?:19|20)\d\d){_NO_YEAR_OF_FIGURES}(?:年度?(?![末底])|(?=年))(.*[^\d.%].*)")
_NAME_THEN_YEAR = re.compile(r"(.*[^\d.比以自较为至-])(?:\(((?:19|20)\d\d)年?\)|_?((?:19|20)\d\d)年?)")
_REMARK = re.compile(r"本表|按.*计算|\(.*\)$|.*。$")
_BRACKET_AT_END = re.compile(
    rf"(.*?)[(\[【〔]([^()\]】〕]*(?:\([^()]*\)[^()]*)*)[)\]】〕]?(?:[a-z]{{0,2}}|[{_MARK}]+)"
)
_FOOTNOTE = re.compile(rf"(?:[{_MARK}]+|(?<=[\u4e00-\u9fff])\d\)|\[\d\]|\(注\d?\))$")
_ENUMERATOR = re.compile(r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d{1,2}[.、](?=[^\d.]))")
_PART_OF = re.compile(r"^(?:#|其中:|其中(?=.))+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_NO_CHINESE = r"[^()\u4e00-\u9fff]"
# English beside Chinese: words, and brackets without Chinese that follow or hold them.
_ENGLISH = re.compile(
    rf"(?:[A-Za-z]|\((?={_NO_CHINESE}*[A-Za-z]{{4}}){_NO_CHINESE}*\))(?:[\w\s.,'’&%/=-](?<![\u4e00-\u9fff_])|\({_NO_CHINESE}*\))*",
    re.ASCII,
)
_LITTLE_WORDS = "and|as|at|by|for|from|in|of|on|or|per|the|to|with"
_ENGLISH_WORD = re.compile(rf"[A-Z][a-z]{{2}}|[a-z]{{4}}|(?<![A-Za-z])(?:{_LITTLE_WORDS})(?![A-Za-z])")
TITLE_NUMBER = re.compile(r"^表?\d+(?:[-—.]\d+)*(?![\d年])")
TITLE_YEAR = re.compile(r"^(?:19|20)\d\d年")
TITLE_YEAR_BRACKET = re.compile(r"\(?(?:19|20)\d\d年?\)?$")
# By what a title says that its table is ordered: 分市, 各市(州), 各市、州, 市、州; not the 地区 of 地区生产总值.
_KIND_OF_REGION = r"[省市县州盟旗]|[县城]?区(?!域)"
_MORE_KINDS = rf"(?:[、,/和]?\(?(?:{_KIND_OF_REGION})\)?)*"
_RANK = "设区的?|省辖|地级|直辖"
TITLE_BY = re.compile(
    rf"^(?:全[省市区国])?(?:(?:[分各]|按)(?:{_RANK})?(?:地区|城市|地市|{_KIND_OF_REGION}){_MORE_KINDS}(?:分(?!.?产业))?"
    rf"|(?:{_RANK})市{_MORE_KINDS}|(?:市、|市\(|州、|县、|县\(|市(?=州)|州(?=市)|盟(?=市)|市(?=县)|区、)(?:{_KIND_OF_REGION})\)?{_MORE_KINDS})"
)


def squeezed(text: str) -> str:
    """Without any white space, full-width signs as half-width ones, traditional signs as simplified ones: `武　漢（市）` ->
    `武汉(市)`."""
    return _BLANKS.sub("", text).translate(_ONE_WAY)


def year_of(text: str) -> int | None:
    """The year that a squeezed text is, or None: `2019年`, `Y2024年`, `2019`, `2019.0`, `2019-01-01`."""
    found = _YEAR.fullmatch(text)
    return int(found["year"]) if found else None


def is_marked_year(text: str) -> bool:
    """Whether the year is written as one (`2019年`, `Y2019`), so that it cannot be a figure like 2019."""
    found = _YEAR.fullmatch(text)
    return bool(found and (found["prefix"] or found["suffix"]))


def period_of(text: str) -> str:
    """The period that a header names: a year as `2019`, a shorter one as it stands (`2019年1-6月`), or ''."""
    year = year_of(text)
    return str(year) if year else text if _PART_OF_YEAR.fullmatch(text) else ""


def is_day(text: str) -> bool:
    """Whether a period is written as a day: the end of a year among ends of quarters is the end of a quarter."""
    return bool(_DATE.fullmatch(text))


def compared_year(text: str) -> str:
    """The year that `2022年为2021年%` compares with another one, or ''."""
    found = _COMPARISON.fullmatch(text)
    return found[1] if found else ""


def year_and_name(text: str) -> tuple[str, str]:
    """`2019年地区生产总值`, `地区生产总值(2019年)` and `gdp_2019` -> their year and name; else ('', text)."""
    if len(_ANY_YEAR.findall(text)) != 1:
        return "", text
    if found := _YEAR_THEN_NAME.fullmatch(text):
        return found[1], found[2]
    if found := _NAME_THEN_YEAR.fullmatch(text):
        return found[2] or found[3], found[1].rstrip("_")
    return "", text


def is_number(text: str) -> bool:
    """Whether the text of a cell is a number."""
    return bool(_NUMBER.fullmatch(text))


def is_column_numbers(texts: list[str]) -> bool:
    """A row that numbers the columns of a header: `甲 1 2 3`, `(1) (2) (3)`."""
    numbers = [text.strip("()") for text in texts if text not in ("甲", "乙", "丙", "A", "B", "栏次", "序号")]
    first = numbers[0] if numbers else ""
    return (
        len(numbers) >= 2
        and first in ("0", "1", "2", "3")
        and numbers == [str(int(first) + n) for n in range(len(numbers))]
    )


def context_of(text: str) -> tuple[str, str] | None:
    """`指标:地区生产总值(亿元)`, `Indicators:…` -> its Chinese key and what it says."""
    found = _CONTEXT.fullmatch(text)
    return (_IN_CHINESE.get(found[1][:4].lower(), found[1]), found[2]) if found else None


def unit_line(text: str) -> str | None:
    """The unit that a line above a table names: `本表按当年价格计算,单位:亿元` -> `亿元`; of several all: `亿元,万人`."""
    found = _UNIT_LINE.search(text)
    if not found:
        return None
    unit = found[1]
    for more in re.split("[,;]", text[found.end() :])[1:]:
        if not is_unit_like(more):
            break
        unit += f",{more}"
    return unit


def title_text(text: str) -> str:
    """The text of a line, squeezed, that names the table: without its unit, and without a number before a year."""
    name = _NUMBER_BEFORE_YEAR.sub("", text)
    return _UNIT_AT_END.sub("", squeezed(name))


def is_note(text: str) -> bool:
    """A line that begins as only notes and sources do."""
    return bool(_NOTE.match(text))


def is_marked_note(text: str) -> bool:
    """A line that begins with a footnote's sign, as a name may, too."""
    return bool(_NOTE_MARK.match(text))


def is_continued_title(text: str) -> bool:
    """A line that goes on with the table before: `2-12续表1`, `Continued 1`."""
    return bool(_CONTINUED.match(text)) or "续表" in text


def is_numbered_title(text: str) -> bool:
    """A line that can only stand above a table: `2-12 分市地区生产总值`, `表3`."""
    return bool(_NUMBERED.match(text)) and not is_number(text)


def is_remark(text: str) -> bool:
    """A line above a table that does not name it: `本表按当年价格计算。`, `(2019年)`."""
    return bool(_REMARK.match(text)) or year_of(text) is not None


def title_period(text: str) -> str:
    """The one year that a title names, or the part of it (`2022年1-6月`); '' if it names none, several or a span."""
    if len(set(_ANY_YEAR.findall(text))) > 1:
        return ""
    if part := _PART_IN_TITLE.search(text):
        return part[0]
    years = _TITLE_YEAR.findall(text)
    return years[0] if years else ""


def is_chinese(text: str) -> bool:
    """Whether a text has a Chinese character."""
    return bool(_CHINESE.search(text))


def label(text: str) -> str:
    """A header or name as one squeezed label: of a bilingual cell the Chinese part."""
    if not is_chinese(text):
        return squeezed(text)
    lines = [line for line in text.splitlines() if is_chinese(line) or not _ENGLISH_WORD.search(line)]
    return "".join(squeezed(_ENGLISH.sub(_without_english, line.translate(_ONE_WAY))) for line in lines)


def _without_english(found: re.Match) -> str:
    """Blank for English words that stand apart; `gdp_亿元` and `人均GDP` are names."""
    text, before, after = found[0], found.string[: found.start()], found.string[found.end() :]
    is_apart = text[-1:].isspace() or not after if not before.strip() else True
    return " " if _ENGLISH_WORD.search(text) and is_apart else text


def is_part(text: str) -> bool:
    """Whether a name is marked as a part of the one before: `#工业`, `其中:城镇`."""
    return bool(_PART_OF.match(text))


def without_marks(text: str) -> str:
    """A name without `#`, `其中:`, `一、` before it and footnote signs after it."""
    name = _PART_OF.sub("", _ENUMERATOR.sub("", text))
    # The bracket of `人口1)` was never opened; that of `(表1)` was.
    return name if name.endswith(")") and "(" in name and "(注" not in name else _FOOTNOTE.sub("", name)


def name_and_unit(text: str, units: frozenset[str]) -> tuple[str, str]:
    """`地区生产总值(亿元)` -> (`地区生产总值`, `亿元`) if the last bracket is a known unit or can only be one; else the
    text and ''.

    A column may end in `/亿元`, `_亿元` or `%` instead.
    """
    found = _BRACKET_AT_END.fullmatch(text)
    if found and (found[2] in units or is_unit_like(found[2])):
        return found[1], found[2]
    if split := behind_a_slash(text, units):
        return split
    name, bar, unit = text.rpartition("_")
    if bar and unit in units:
        return name, unit
    return (text[:-1], "%") if len(text) > 1 and text.endswith("%") and "%" in units else (text, "")


def is_english(text: str) -> bool:
    """Whether a text has English words and no Chinese: `GDP` is a name in both languages."""
    return bool(_ENGLISH_WORD.search(text)) and not is_chinese(text)
