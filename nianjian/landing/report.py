"""What a steward reads after a landing: every file, what was refused, and what to write so that more is understood."""

from difflib import get_close_matches

import duckdb
from tabulate import tabulate

FILES = """
    select
        source_file, coalesce(form, outcome), coalesce(release_code, ''), indicators, regions,
        case when first_year is null then '' when first_year = last_year then first_year::varchar
            else concat(first_year, '-', last_year) end,
        cells, cells_staged, cells_quarantined, cells_ignored
    from marts.fct_landed_file
    where outcome not in ('refused', 'same_content')
    order by source_file
"""
FILES_HEAD = [
    "file", "form", "release", "indicators", "regions", "years", "cells", "staged", "quarantined", "ignored",
]  # fmt: skip

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
    from normalized.norm_quarantine where origin = 'landed' group by reason_code order by 2 desc
"""
UNKNOWN = """
    select {label}, source_code, count(*), min(source_file)
    from normalized.norm_quarantine
    where origin = 'landed' and reason_code = '{reason}'
    group by all order by 3 desc, 1
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
SHOWN = 40


def report(connection: duckdb.DuckDBPyConnection) -> str:
    """The whole report as plain text."""
    parts = [
        tabulate(connection.sql(FILES).fetchall(), headers=FILES_HEAD),
        _lines("Refused, or as they first landed:", LINES, "{}: {}", connection),
        _lines(
            "The same content as another file of the release, counted once:", COPIES, "{} ({})", connection
        ),
        _lines(
            "Released on a day that the folder's name or the last year of the figures lets infer "
            "(published_on in a release.yml settles it):",
            INFERRED,
            "{}: {}, known to the {}",
            connection,
        ),
        _lines("Held back:", REASONS, "{}: {} cells in {} files, first {}", connection),
        _silent(connection),
        *(_unknown(connection, *kind) for kind in KINDS),
    ]
    return "\n\n".join(part for part in parts if part)


def _lines(title: str, query: str, form: str, connection: duckdb.DuckDBPyConnection) -> str:
    found = connection.sql(query).fetchall()
    return "\n".join([title, *(f"  {form.format(*row)}" for row in found)]) if found else ""


def _silent(connection: duckdb.DuckDBPyConnection) -> str:
    """Files that do not say what they measure, or where: what to write into the release.yml beside them."""
    query = """
        select distinct source_file, reason_code from normalized.norm_quarantine
        where reason_code in ('no_indicator', 'no_region', 'no_year') and origin = 'landed'
        order by source_file
    """
    keys = {"no_indicator": "indicator: …(…)", "no_region": "region: …", "no_year": "year: …"}
    rows = [
        f'  {source_file}\n    files: {{"{source_file.rsplit("/", 1)[-1]}": {{{keys[reason]}}}}}'
        for source_file, reason in connection.sql(query).fetchall()
    ]
    return "\n".join(["Silent on what a release.yml beside them can say:", *rows]) if rows else ""


def _unknown(
    connection: duckdb.DuckDBPyConnection, reason: str, column: str, names_query: str, seed: str, row: str
) -> str:
    found = connection.sql(UNKNOWN.format(label=column, reason=reason)).fetchall()
    if not found:
        return ""
    names = dict(connection.sql(names_query).fetchall())
    table, rows = [], []
    for label, source, cells, first in found[:SHOWN]:
        nearest = get_close_matches(label.lower(), names, n=3, cutoff=0.4)
        table.append([label, source, cells, first, ", ".join(f"{name} ({names[name]})" for name in nearest)])
        code = names[nearest[0]] if nearest else "…"
        rows.append(f"  {row.format(label=_quoted(label), source=source, code=code)}")
    more = f"\n… and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    kind = reason.removeprefix("unknown_")
    return (
        tabulate(table, headers=[f"unknown {kind}", "source", "cells", "first file", "nearest"])
        + f"{more}\n\nRows for seeds/reference/{seed}, if the nearest name is meant:\n"
        + "\n".join(rows)
    )


def _quoted(label: str) -> str:
    return '"' + label.replace('"', '""') + '"' if "," in label or '"' in label else label
