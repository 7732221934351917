"""The quality page: checks, audit findings and the replication ledger of one release, readable without a network."""

import os
from importlib.resources import files
from pathlib import Path

import duckdb
from jinja2 import Environment

QUERIES = {
    "release": """
        select max(release_horizon) as release_horizon, (select count(*) from marts.fct_observation) as observations,
            (select count(*) from marts.fct_observation where is_synthetic) as synthetic,
            (select count(*) from normalized.norm_quarantine) as quarantined
        from marts.fct_score
    """,
    "checks": """
        select * from quality.fct_quality_check order by is_passed, severity, mart, check_name_en
    """,
    "findings": """
        select findings.*, rules.rule_zh, rules.rule_en, rules.remedy_zh, rules.remedy_en
        from quality.fct_audit_finding as findings
        left join reference.audit_rules as rules using (audit_code)
        order by findings.is_excused, findings.severity, findings.audit_code, findings.subject
    """,
    "articles": """
        select documents.article, documents.title_zh, documents.title_en,
            count(*) filter (status = 'match' and is_exact) as exact,
            count(*) filter (status = 'match' and not is_exact) as within_rounding,
            count(*) filter (status = 'mismatch') as mismatch,
            count(*) filter (status = 'not_recomputable') as not_recomputable
        from replication.fct_replication
        inner join published.published_documents as documents using (doc_id, article)
        where is_default
        group by all
        order by documents.article
    """,
    "mismatches": """
        select article, table_no, source_line, indicator_label, region_label, period_label, printed_text,
            recomputed_value, recomputed_text, printed_decimals, reason_zh, reason_en
        from replication.fct_replication
        where is_default and status = 'mismatch'
        order by article, table_no, source_line
    """,
}


def render(connection: duckdb.DuckDBPyConnection) -> str:
    """The page of the warehouse behind this connection, as one HTML text without anything to fetch."""
    found = {name: connection.sql(query).df().to_dict("records") for name, query in QUERIES.items()}
    template = files(__package__).joinpath("page.html.j2").read_text(encoding="utf-8")
    return (
        Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
        .from_string(template)
        .render(**found)
    )


def replace(place: Path, html: str) -> None:
    """Write the page beside its place and move it there, so that a reader never finds half of it."""
    fresh = place.with_suffix(".new")
    fresh.write_text(html, encoding="utf-8")
    os.replace(fresh, place)
