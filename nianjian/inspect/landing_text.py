"""What a steward reads after a landing: every file, what was refused, and what to write so that more is understood."""

from collections.abc import Iterable
from difflib import get_close_matches

import duckdb
from tabulate import tabulate

from nianjian.inspect.landing_advice import has_own_unit, is_safe
from nianjian.language import heads, message, tr, translated

FILES = """
    select
        source_file, coalesce(form, outcome), coalesce(release_code, ''), indicators, regions,
        case when first_year is null then '' when first_year = last_year then first_year::varchar
            else concat(first_year, '-', last_year) end,
        cells, cells_staged - coalesce(blank, 0), cells_quarantined, coalesce(blank, 0), cells_ignored,
        coalesce(is_synthetic, false)
    from marts.fct_landed_file as files
    left join normalized.norm_releases as releases using (release_code)
    left join (
        select source_file, count(*) as blank from normalized.norm_judged_figures
        where origin = 'landed' and outcome = 'missing' group by source_file
    ) using (source_file)
    where outcome not in ('refused', 'same_content') and (files.source_code = 'sample') = {is_sample}
    order by source_file
"""
SAMPLE = """
    select release_code, count(*) from marts.fct_landed_file where source_code = 'sample' group by 1 order by 1
"""
# An alias of one source needs that source to be known.
NEW_SOURCES = """
    select distinct source_code, source_code || ',…,…,false' from marts.fct_landed_file
    where release_code is not null and source_code not in (select source_code from reference.sources)
    order by 1
"""
LINES = """
    select source_file, coalesce(refusal, warning) from marts.fct_landed_file
    where refusal is not null or warning is not null
    order by source_file
"""
COPIES = (
    "select source_file, release_code from marts.fct_landed_file where outcome = 'same_content' order by 1"
)
INFERRED = """
    select release_code, published_on, published_on_precision from normalized.norm_releases
    where is_inferred order by release_code
"""
REASONS = """
    select reason_code, count(*), count(distinct source_file), min(source_file)
    from normalized.norm_quarantine where origin in ('landed', 'report') group by reason_code order by 2 desc
"""
UNKNOWN = """
    select {label}, source_code, count(*), min(source_file)
    from normalized.norm_quarantine
    where origin in ('landed', 'report') and reason_code = '{reason}' and {label} != ''
    group by all order by 3 desc, 1
"""
# Figures whose unit is said nowhere: the name's alias row can say what a missing unit stands for.
UNITLESS = """
    select distinct figures.indicator_name, figures.source_code, indicator_code, unit_code
    from normalized.norm_judged_figures as figures
    where origin = 'landed' and reason_code = 'unknown_unit' and unit_label = ''
    order by 1
"""
# What an unknown label is, the names it may be a variant of, and the seed and columns of its alias.
KINDS = [
    (
        "unknown_region",
        "region_label",
        "select region_name, min(region_code) from normalized.norm_region_names group by 1",
        "region_aliases.csv",
        "{label},{source},{code}",
    ),
    (
        "unknown_indicator",
        "indicator_name",
        "select indicator_name, min(indicator_code) from normalized.norm_indicator_names group by 1",
        "indicator_aliases.csv",
        "{label},{source},{code},,",
    ),
    (
        "unknown_unit",
        "unit_label",
        "select alias, min(unit_code) from reference.unit_aliases group by 1",
        "unit_aliases.csv",
        "{label},{code}",
    ),
]
AMBIGUOUS = {
    "ambiguous_region": message("ambiguous region"),
    "ambiguous_indicator": message("ambiguous indicator"),
}
UNKNOWN_LABELS = {
    "unknown_region": message("unknown region"),
    "unknown_indicator": message("unknown indicator"),
    "unknown_unit": message("unknown unit"),
}
SHOWN = 40
# What a whole table is silent on; where others of its cells speak, or a row of years was read as figures, no line of a
# release.yml is right.
SILENT = """
    with
        rows_of_years as (
            select distinct table_id from normalized.norm_judged_figures where origin = 'landed' and not is_missing
            group by table_id, source_row
            having count(*) > 1 and bool_and(coalesce(value_number between 1900 and 2100 and value_number % 1 = 0, false))
        )
    select distinct source_file, reason_code from normalized.norm_judged_figures
    where reason_code in ('no_indicator', 'no_region', 'no_year') and origin = 'landed' and problem is null
        and table_id not in (select table_id from rows_of_years)
    order by source_file
"""


def landing_text(connection: duckdb.DuckDBPyConnection) -> str:
    """All of it as plain text."""
    parts = [
        _files(connection),
        _refused(connection),
        _lines(
            tr("The same content as another file of the release, counted once:"),
            COPIES,
            "{} ({})",
            connection,
        ),
        _lines(
            tr(
                "Released on a day that the folder's name or the last year of the figures lets infer "
                "(published_on in a release.yml settles it):"
            ),
            INFERRED,
            tr("{}: {}, known to the {}"),
            connection,
        ),
        _lines(tr("Held back:"), REASONS, tr("{}: cells {}, files {}, first {}"), connection),
        _lines(
            tr("Generated, in use until reported figures take its place:"),
            SAMPLE,
            tr("{}: {} files"),
            connection,
        ),
        _lines(
            tr("Sources that seeds/reference/sources.csv does not name yet; aliases need the row:"),
            NEW_SOURCES,
            "{}: {}",
            connection,
        ),
        _silent(connection),
        *(_ambiguous(connection, *kind) for kind in KINDS[:2]),
        *(_unknown(connection, *kind) for kind in KINDS),
        _unitless(connection),
    ]
    return "\n\n".join(part for part in parts if part)


def _files(connection: duckdb.DuckDBPyConnection) -> str:
    """Every file that was read, reported and synthetic; those of the sample where there are no others."""
    head = heads(
        "file",
        "form",
        "release",
        "indicators",
        "regions",
        "years",
        "cells",
        "staged",
        "quarantined",
        "blank",
        "ignored",
    )
    own, sample = (connection.sql(FILES.format(is_sample=told)).fetchall() for told in ("false", "true"))
    found = own or sample
    rows = [[*row, tr("synthetic") if is_synthetic else ""] for *row, is_synthetic in found]
    # Nothing is said of what holds for no file.
    if not any(mark for *_, mark in rows):
        return tabulate([row[:-1] for row in rows], headers=head)
    return tabulate(rows, headers=[*head, ""])


def _refused(connection: duckdb.DuckDBPyConnection) -> str:
    rows = [f"  {file}: {translated(why)}" for file, why in connection.sql(LINES).fetchall()]
    return "\n".join([tr("Refused, or as they first landed:"), *rows]) if rows else ""


def _lines(title: str, query: str, form: str, connection: duckdb.DuckDBPyConnection) -> str:
    found = connection.sql(query).fetchall()
    return "\n".join([title, *(f"  {form.format(*row)}" for row in found)]) if found else ""


def _silent(connection: duckdb.DuckDBPyConnection) -> str:
    """Files that do not say what they measure, or where: what to write into the release.yml beside them."""
    keys = {"no_indicator": "indicator: …(…)", "no_region": "region: …", "no_year": "year: …"}
    rows = [
        f'  {source_file}\n    files: {{"{source_file.rsplit("/", 1)[-1]}": {{{keys[reason]}}}}}'
        for source_file, reason in connection.sql(SILENT).fetchall()
    ]
    return "\n".join([tr("Silent on what a release.yml beside them can say:"), *rows]) if rows else ""


def _ambiguous(
    connection: duckdb.DuckDBPyConnection, reason: str, column: str, names_query: str, *_: str
) -> str:
    """Labels that can mean several things, with the codes of all of them."""
    reason = reason.replace("unknown", "ambiguous")
    every = names_query.replace("min(", "string_agg(distinct ")
    codes = dict(connection.sql(every.replace("_code)", "_code, ', ')")).fetchall())
    found = connection.sql(UNKNOWN.format(label=column, reason=reason)).fetchall()
    rows = [[*row, codes.get(row[0].lower(), "")] for row in found[:SHOWN]]
    head = [tr(AMBIGUOUS[reason]), *heads("source", "cells", "first file", "can mean")]
    return tabulate(rows, headers=head) if rows else ""


def _unitless(connection: duckdb.DuckDBPyConnection) -> str:
    rows = [
        f"  {_quoted(name)},{source},{indicator},,{unit if has_own_unit(connection, name, source, indicator) else '…'}"
        for name, source, indicator, unit in connection.sql(UNITLESS).fetchall()
    ]
    title = tr(
        "Without a unit; rows for seeds/reference/indicator_aliases.csv, if it is the indicator's own:"
    )
    return "\n".join([title, *rows]) if rows else ""


def _unknown(
    connection: duckdb.DuckDBPyConnection, reason: str, column: str, names_query: str, seed: str, row: str
) -> str:
    found = connection.sql(UNKNOWN.format(label=column, reason=reason)).fetchall()
    if not found:
        return ""
    names = dict(connection.sql(names_query).fetchall())
    table, rows = [], []
    for label, source, cells, first in found[:SHOWN]:
        near = nearest(label, names)
        table.append([label, source, cells, first, ", ".join(f"{name} ({names[name]})" for name in near)])
        safe = (name for name in near if is_safe(connection, reason, label, source, name, names[name]))
        code = next((names[name] for name in safe), "…")
        rows.append(f"  {row.format(label=_quoted(label), source=source, code=code)}")
    head = [tr(UNKNOWN_LABELS[reason]), *heads("source", "cells", "first file", "nearest")]
    lines = [tabulate(table, headers=head)]
    if len(found) > SHOWN:
        lines.append(tr("… and {} more").format(len(found) - SHOWN))
    title = tr("Rows for seeds/reference/{seed}, if the nearest name is meant:", seed=seed)
    return "\n".join([*lines, "", title, *rows])


def nearest(label: str, names: Iterable[str]) -> list[str]:
    """The names, of those in small letters, that a label may be a variant of: three at most, the most alike first."""
    return get_close_matches(label.lower(), names, n=3, cutoff=0.4)


def _quoted(label: str) -> str:
    return '"' + label.replace('"', '""') + '"' if "," in label or '"' in label else label
