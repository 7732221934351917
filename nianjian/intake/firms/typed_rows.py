"""The SQL that types the cells of a firm file."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from nianjian.intake.firms.contract import AMOUNT, DAY, TABLES, TEXT, TYPES, Column
from nianjian.intake.tables.cell_text import squeezed

_DAYS, _NUMBERS = ("DATE", "TIMESTAMP"), ("INT", "DOUBLE", "FLOAT", "DECIMAL", "HUGEINT")
# In bytes. Longer texts are no marker, however they are padded: they are not looked at more closely.
LONGEST_MARKER = 16


def typed_rows(
    table: str,
    file_id: str,
    source: str,
    missing: frozenset[str],
    *,
    headers: Mapping[str, str],
    types: Mapping[str, str] = MappingProxyType({}),
    given: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """The rows of `source`, each cell typed as the contract says. `headers` names the column of the source for a column
    of the table, `types` its type, `given` the text of a column that the path names; `missing` are squeezed markers.

    A cell that cannot be read is null, and the first of a row is told with its column and text; a torn row has no cells
    and is told with its text.
    """
    cells = [(column, _cell(column, headers, given)) for column in TABLES[table]]
    trimmed = [f"trim(cast({cell} as varchar)) as {column.name}_trimmed" for column, cell in cells]
    texts = [f"{_text(column.name, missing)} as {column.name}_text" for column, _ in cells]
    typed = [
        f"{_typed(column, cell, types.get(headers.get(column.name, ''), 'VARCHAR'))} as {column.name}"
        for column, cell in cells
    ]
    names = [column.name for column in TABLES[table]]
    problems = [
        f"when {column.name} is null and {column.name}_text is not null then '{column.name}'"
        for column in TABLES[table]
        if column.kind != TEXT
    ]
    told = [f"when '{name}' then {name}_text" for name in names]
    return f"""
        with trimmed as (select *, {", ".join(trimmed)} from {source}),
        texts as (select *, {", ".join(texts)} from trimmed),
        cells as (select row_no, torn, {", ".join(f"{name}_text" for name in names)}, {", ".join(typed)} from texts),
        judged as (
            select *, case when torn is not null then 'row' {" ".join(problems)} end as problem_column from cells
        )
        select '{file_id}' as file_id, row_no, {", ".join(names)}, problem_column,
            case problem_column when 'row' then torn {" ".join(told)} end as problem_text
        from judged
    """


def _cell(column: Column, headers: Mapping[str, str], given: Mapping[str, str]) -> str:
    header = headers.get(column.name)
    if header is None:
        return _literal(given[column.name])
    return '"' + header.replace('"', '""') + '"'


def _text(name: str, missing: frozenset[str]) -> str:
    """The trimmed text, null if it is missing."""
    marker = f"regexp_full_match({name}_trimmed, {_literal(_missing_pattern(missing))})"
    return f"case when strlen({name}_trimmed) > {LONGEST_MARKER} or not {marker} then {name}_trimmed end"


@cache
def _missing_pattern(missing: frozenset[str]) -> str:
    """What is blank or, squeezed, a marker. As a pattern: to squeeze every cell of a registry takes ten times as long."""
    variants: dict[str, list[str]] = {}
    for sign in (chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000):
        variants.setdefault(squeezed(sign), []).append(f"\\x{{{ord(sign):X}}}")
    blanks = f"[{''.join(variants[''])}]*"
    markers = (blanks.join(f"[{''.join(variants[sign])}]" for sign in marker) for marker in sorted(missing))
    return f"{blanks}(?:(?:{'|'.join(markers)}){blanks})?" if missing else blanks


def _typed(column: Column, cell: str, source_type: str) -> str:
    if (column.kind == DAY and source_type.startswith(_DAYS)) or (
        column.kind == AMOUNT and source_type.startswith(_NUMBERS)
    ):
        return f"try_cast({cell} as {TYPES[column.kind]})"
    return column.kind.format(*[f"{column.name}_text"] * 2)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
