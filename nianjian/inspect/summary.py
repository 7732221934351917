"""What a build or a check says when it ends: tables for a terminal."""

import duckdb
from tabulate import tabulate

from nianjian.language import heads, language, tr

# The table of a paper that proves most: groups, differences and shares have to be right at once.
DAGUM_YEARS = (2011, 2015, 2019, 2022)
DAGUM = f"""
    with names (place, measure, region_label, name_zh, name_en) as (
        values
            (1, 'gini', '全国', '总体基尼系数', 'Gini, overall'),
            (2, 'gini_within', '东部', '组内 东部', 'Within the east'),
            (3, 'gini_within', '中部', '组内 中部', 'Within the centre'),
            (4, 'gini_within', '西部', '组内 西部', 'Within the west'),
            (5, 'gini_between', '东-中', '组间 东-中', 'Between east and centre'),
            (6, 'gini_between', '东-西', '组间 东-西', 'Between east and west'),
            (7, 'gini_between', '中-西', '组间 中-西', 'Between centre and west'),
            (8, 'share_within', '全国', '组内贡献率 %', 'Share within, %'),
            (9, 'share_between', '全国', '组间贡献率 %', 'Share between, %'),
            (10, 'share_transvariation', '全国', '超变密度贡献率 %', 'Share of transvariation, %')
    ),

    cells as (
        select
            measure, region_label, period_label, printed_text, status,
            format('{{:.' || printed_decimals + 1 || 'f}}', recomputed_value) as recomputed
        from replication.fct_replication
        where article = 'ai' and table_no = '5' and is_default and status != 'not_recomputable'
    )

    select
        name_zh, name_en,
        {", ".join(f"max({what}) filter (period_label = '{year}')" for year in DAGUM_YEARS for what in ("recomputed", "printed_text"))},
        count(*) filter (status = 'match'), count(*)
    from names
    inner join cells using (measure, region_label)
    group by all
    order by any_value(place)
"""

LEDGER = """
    select article, split_part(any_value(title_{language}), ' (exact title', 1),
        count(*) filter (status = 'match' and is_exact),
        count(*) filter (status = 'match' and not is_exact),
        count(*) filter (status = 'mismatch'),
        count(*) filter (status = 'not_recomputable'),
        count(*)
    from replication.fct_replication
    inner join published.published_documents using (doc_id, article)
    where is_default
    group by article
    order by article
"""

FAILED_CHECKS = """
    select severity, mart, check_name_{language}, rows_unexpected, examples
    from quality.fct_quality_check
    where not is_passed
    order by severity, mart
"""
OPEN_FINDINGS = """
    select severity, audit_code, subject, detail_{language} as detail
    from quality.fct_audit_finding
    where not is_excused
    order by severity, audit_code, subject
"""
# Of an audit with many findings the first few speak; the quality page has all.
FINDINGS_SHOWN = f"""
    with
        numbered as (
            select *, row_number() over (partition by audit_code order by subject) as place from ({OPEN_FINDINGS})
        ),

        cut as (
            select * from numbered where place <= 5
            union all
            select severity, audit_code, format('{{more}}', count(*) - 5), '', 6 from numbered
            group by severity, audit_code having count(*) > 5
        )

    select severity, audit_code, subject, detail from cut order by severity, audit_code, place
"""


def table(connection: duckdb.DuckDBPyConnection, query: str, head: list[str], **options: object) -> str:
    """The rows of a query as a table of plain text, wide characters counted as two."""
    rows = connection.sql(_spoken(query)).fetchall()
    return tabulate(rows, headers=head, **options)


def dagum(connection: duckdb.DuckDBPyConnection) -> str:
    """Dagum's decomposition of the Gini coefficient, recomputed, beside what the article on artificial intelligence
    printed: a table of ten rows, and how many of its cells agree."""
    found = connection.sql(DAGUM).fetchall()
    head = ["", "", *(head for year in DAGUM_YEARS for head in (str(year), tr("printed")))]
    align = ("left", "left", *("right",) * (len(head) - 2))
    cells = tabulate([row[:-2] for row in found], head, disable_numparse=True, colalign=align)
    matching, printed = (sum(row[at] for row in found) for at in (-2, -1))
    agree = tr(
        "{count} of {printed} printed cells agree with the recomputed ones.", count=matching, printed=printed
    )
    title = "31省人工智能发展水平的 Dagum 基尼系数分解 · Dagum decomposition, AI development of 31 provinces"
    return f"{title}\n\n{cells}\n\n{agree}"


def ledger(connection: duckdb.DuckDBPyConnection) -> str:
    """Counts of the replication ledger by article, for the default variants."""
    head = heads("match", "within input rounding", "mismatch", "not recomputable", "printed results")
    return table(connection, LEDGER, [tr("article"), "", *head])


def problems(connection: duckdb.DuckDBPyConnection) -> str:
    """Failed checks and open findings; empty if there are none."""
    parts = [
        table(connection, FAILED_CHECKS, heads("severity", "table", "failed check", "rows", "examples")),
        table(connection, FINDINGS_SHOWN, heads("severity", "audit", "subject", "open finding")),
    ]
    return "\n\n".join(part for part in parts if part.count("\n") > 1)


def has_errors(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether a check of level error failed or a finding of level error is open."""
    errors = "select count(*) from ({}) where severity = 'error'"
    queries = map(_spoken, (FAILED_CHECKS, OPEN_FINDINGS))
    return any(connection.sql(errors.format(query)).fetchone()[0] for query in queries)


def _spoken(query: str) -> str:
    """A query of columns in the language of the person."""
    return query.replace("{language}", language()).replace("{more}", tr("… and {} more"))
