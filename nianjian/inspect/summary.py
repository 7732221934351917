"""What a build or a check says when it ends: tables for a terminal."""

import duckdb
from tabulate import tabulate

RANKING = """
    with cities as (
        select *, rank() over (order by coordination desc) as place
        from marts.fct_coupling
        where system_code = 'dual_chain' and is_default and year = 2023
    ),

    printed as (
        select region_label, printed_value, rank() over (order by printed_value desc) as place
        from replication.fct_replication
        where article = 'bth' and measure = 'coupling_coordination' and period_label = '2023' and is_default
    )

    select cities.place, regions.short_name_zh, regions.name_en, cities.coordination, printed.printed_value,
        printed.place, cities.grade_name_zh, cities.grade_name_en
    from cities
    inner join marts.dim_region as regions using (region_code)
    left join printed on regions.short_name_zh = printed.region_label
    order by cities.place
"""
RANKING_HEAD = ["", "城市", "City", "D", "printed", "printed rank", "等级", "Grade"]

LEDGER = """
    select article, split_part(any_value(title_en), ' (exact title', 1),
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
LEDGER_HEAD = [
    "article",
    "",
    "match",
    "within input rounding",
    "mismatch",
    "not recomputable",
    "printed results",
]

FAILED_CHECKS = """
    select severity, mart, check_name_en, rows_unexpected, examples
    from quality.fct_quality_check
    where not is_passed
    order by severity, mart
"""
OPEN_FINDINGS = """
    select severity, audit_code, subject, detail_en
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
            select severity, audit_code, concat('… and ', count(*) - 5, ' more'), '', 6 from numbered
            group by severity, audit_code having count(*) > 5
        )

    select severity, audit_code, subject, detail_en from cut order by severity, audit_code, place
"""


def table(connection: duckdb.DuckDBPyConnection, query: str, head: list[str], **options: object) -> str:
    """The rows of a query as a table of plain text, wide characters counted as two."""
    return tabulate(connection.sql(query).fetchall(), headers=head, **options)


def ranking(connection: duckdb.DuckDBPyConnection) -> str:
    """The thirteen cities by coupling coordination in 2023, beside what the article printed."""
    title = "京津冀产业链与创新链耦合协调度 2023 · Coupling coordination of industrial and innovation chains, 2023"
    formats = ("", "", "", ".3f", ".2f", "", "", "")
    return f"{title}\n\n{table(connection, RANKING, RANKING_HEAD, floatfmt=formats)}"


def ledger(connection: duckdb.DuckDBPyConnection) -> str:
    """Counts of the replication ledger by article, for the default variants."""
    return table(connection, LEDGER, LEDGER_HEAD)


def problems(connection: duckdb.DuckDBPyConnection) -> str:
    """Failed checks and open findings; empty if there are none."""
    parts = [
        table(connection, FAILED_CHECKS, ["severity", "table", "failed check", "rows", "examples"]),
        table(connection, FINDINGS_SHOWN, ["severity", "audit", "subject", "open finding"]),
    ]
    return "\n\n".join(part for part in parts if part.count("\n") > 1)


def has_errors(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether a check of level error failed or a finding of level error is open."""
    errors = "select count(*) from ({}) where severity = 'error'"
    return any(connection.sql(errors.format(query)).fetchone()[0] for query in (FAILED_CHECKS, OPEN_FINDINGS))
