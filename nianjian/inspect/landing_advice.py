"""Whether a row that names an unknown label is safe to paste: only where following it cannot plant an error."""

import re

import duckdb

# What a name may have more or less and still be the same one.
_LITTLE = re.compile(r"[\s_\-·,、的]")
_LAST = re.compile(r"(?<=.)[数额值]$")
_WHOLE = re.compile(r"(?:全[省市区州盟]|省)$")
_ENGLISH_RANK = re.compile(r"(?:province|municipality|city|prefecture)$")
# Figures of one indicator and region differ by less than this from source to source.
MOST_TIMES = 3
# Of the cells that the label heads: whether each has a unit of the indicator's dimension and lies within its bounds, and
# how many times they are as large as what is known of the same regions.
FITS = """
    with
        held as (
            select
                figures.region_code,
                figures.value_number * coalesce(printed.factor_to_base / own.factor_to_base, 1) as value,
                coalesce(printed.dimension = own.dimension, false) as is_convertible,
                indicators.lower_bound,
                indicators.upper_bound
            from normalized.norm_judged_figures as figures
            inner join reference.indicators as indicators on indicators.indicator_code = $code
            inner join reference.units as own on own.unit_code = indicators.unit_code
            left join reference.units as printed on printed.unit_code = figures.printed_unit_code
            where figures.indicator_name = $label and figures.source_code = $source and not figures.is_missing
                and figures.region_code is not null
        ),
        known as (
            select region_code, median(value) as value from normalized.norm_judged_figures
            where indicator_code = $code and outcome = 'observed' group by region_code
        )
    select
        coalesce(bool_and(is_convertible), false),
        coalesce(bool_and(held.value between coalesce(lower_bound, held.value) and coalesce(upper_bound, held.value)), false),
        exp(median(abs(ln(held.value / known.value))) filter (held.value > 0 and known.value > 0))
    from held left join known using (region_code)
"""
# Whether the region that a label may mean stands in the tables of the label by its own name.
STANDS_THERE = """
    select count(*) from normalized.norm_judged_figures
    where region_code = $code and table_id in (
        select table_id from normalized.norm_judged_figures where region_label = $label and source_code = $source
    )
"""


def is_safe(
    connection: duckdb.DuckDBPyConnection, reason: str, label: str, source: str, name: str, code: str
) -> bool:
    """Whether `label` can only be a variant of the known `name`, which means `code`: for an indicator in unit, bounds and
    size of the figures, too."""
    if reason == "unknown_unit":
        return label.lower() == name
    if reason == "unknown_indicator":
        return is_same_name(label, name) and _fits(connection, label, source, code)
    there = connection.execute(STANDS_THERE, {"label": label, "source": source, "code": code}).fetchone()
    return is_same_region(label, name) and not there[0]


def is_same_name(label: str, name: str) -> bool:
    """`就业人员数` and `就业人员` are one name; 羊肉产量 is a part of 肉类产量, and `…(…)` may hide a unit."""
    one, other = _LITTLE.sub("", label.lower()), _LITTLE.sub("", name)
    return "(" not in label and bool({one, _LAST.sub("", one)} & {other, _LAST.sub("", other)})


def is_same_region(label: str, name: str) -> bool:
    """`安徽全省` is 安徽; 宜昌县 is not 宜昌, and 苏北沿海 is a part of 苏北."""
    for suffix in (_WHOLE, _ENGLISH_RANK):
        if suffix.sub("", label.lower()) == suffix.sub("", name):
            return "(" not in label
    return False


def has_own_unit(connection: duckdb.DuckDBPyConnection, label: str, source: str, code: str) -> bool:
    """Whether figures without a unit can only be in that of their indicator: they are as large as those that are known of
    the same regions. 0.39 may be a share in percent, until another figure of the region says 39."""
    _, is_within, times = _measured(connection, label, source, code)
    return is_within and times is not None and times < MOST_TIMES


def _fits(connection: duckdb.DuckDBPyConnection, label: str, source: str, code: str) -> bool:
    is_convertible, is_within, times = _measured(connection, label, source, code)
    return is_convertible and is_within and (times is None or times < MOST_TIMES)


def _measured(
    connection: duckdb.DuckDBPyConnection, label: str, source: str, code: str
) -> tuple[bool, bool, float | None]:
    return connection.execute(FITS, {"label": label, "source": source, "code": code}).fetchone()
