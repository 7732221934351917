"""What firm files must hold: three tables, the names that their columns may bear, and how a cell is typed.

Amounts keep six decimals: in 10k yuan that is a hundredth of a yuan, the smallest that a register states.
"""

from dataclasses import dataclass

# What a cell becomes, as DuckDB SQL over its trimmed text `{}`; null if it cannot be read.
TEXT = "{}"
DAY = (
    "coalesce(try_cast(try_strptime({}, ['%Y-%m-%d', '%Y/%m/%d', '%Y%m%d', '%Y年%m月%d日']) as date), "
    "try_cast(try_strptime({}, ['%Y-%m-%d %H:%M:%S', '%Y/%m/%d %H:%M:%S', '%Y-%m-%dT%H:%M:%S']) as date))"
)
AMOUNT = (
    "case when regexp_full_match({}, '[+-]?(\\d+|\\d{{1,3}}(,\\d{{3}})+)(\\.\\d{{1,6}}0*)?') "
    "then try_cast(replace({}, ',', '') as decimal(24, 6)) end"
)
TYPES = {TEXT: "varchar", DAY: "date", AMOUNT: "decimal(24, 6)"}


@dataclass(frozen=True)
class Column:
    """A column of the contract, the headers under which it is known, and how its cells are typed."""

    name: str
    headers: tuple[str, ...]
    kind: str = TEXT


TABLES: dict[str, tuple[Column, ...]] = {
    "enterprises": (
        Column("enterprise_id", ("id", "统一社会信用代码", "企业编号", "企业代码")),
        Column("city", ("城市", "所在城市", "所属城市", "region_code", "行政区划代码")),
        Column("industry", ("行业", "行业代码", "国民经济行业代码", "industry_code")),
        Column("established_on", ("成立日期", "成立时间"), DAY),
        Column("deregistered_on", ("注销日期", "注销或吊销日期"), DAY),
        Column("registered_capital", ("注册资本",), AMOUNT),
        Column("capital_currency", ("注册资本币种", "币种")),
        Column("capital_unit", ("注册资本单位", "单位")),
    ),
    "investments": (
        Column("investor_id", ("投资方", "投资方编号", "投资企业")),
        Column("investee_id", ("被投资方", "被投资方编号", "被投资企业")),
        Column("amount", ("投资额", "出资额", "认缴出资额"), AMOUNT),
        Column("amount_currency", ("投资币种", "出资币种", "币种")),
        Column("amount_unit", ("投资单位", "出资单位", "单位")),
        Column("invested_on", ("date", "投资日期", "出资日期"), DAY),
        Column("exited_on", ("exit_date", "退出日期"), DAY),
    ),
    "patents": (
        Column("applicant_id", ("申请人", "申请人编号", "申请企业")),
        Column("patent_type", ("type", "专利类型", "类型")),
        Column("granted_on", ("授权日期", "授权公告日"), DAY),
    ),
}
# Files and folders are known by how their names begin.
PREFIXES = {
    "enterprises": ("enterprises", "企业"),
    "investments": ("investments", "投资"),
    "patents": ("patents", "专利"),
}


def table_of(name: str) -> str | None:
    """The table that a file or folder of this name holds; None if it is none.

    >>> table_of("enterprises-2014.csv"), table_of("专利_2023.parquet"), table_of("notes.txt")
    ('enterprises', 'patents', None)
    """
    lowered = name.lower()
    return next((table for table, starts in PREFIXES.items() if lowered.startswith(starts)), None)


def columns_of(table: str, headers: list[str]) -> tuple[dict[str, str], list[str]]:
    """The header that stands for each column of a table, and the columns that no header stands for.

    >>> found, missing = columns_of("patents", ["申请人", "type", "note"])
    >>> found, missing
    ({'applicant_id': '申请人', 'patent_type': 'type'}, ['granted_on'])
    """
    by_name = {header.strip().lower(): header for header in reversed(headers)}
    found, missing = {}, []
    for column in TABLES[table]:
        header = next((by_name[name] for name in (column.name, *column.headers) if name in by_name), None)
        if header is None:
            missing.append(column.name)
        else:
            found[column.name] = header
    return found, missing
