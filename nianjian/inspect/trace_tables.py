"""What a trace reads of the warehouse: all that the scores of one system under one variant were made of."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import duckdb

Row = dict[str, Any]
Rows = list[Row]

SYSTEMS = """
    select system_code, name_zh, name_en, weight_scope, default_variant_code
    from marts.dim_system
    where system_code in (select system_code from marts.fct_score)
    order by system_code
"""
VARIANTS = """
    from marts.dim_method_variant
    where variant_code in (select variant_code from marts.fct_score where system_code = $system)
    order by variant_code
"""
# A code may have had several names.
REGIONS = """
    select region_code, valid_from, valid_to, name_zh, short_name_zh, name_en
    from marts.dim_region
    order by region_code, valid_from
"""
SCORES = """
    select distinct region_code, year, subsystem_code, subsystem_name_zh, subsystem_name_en, contribution, score, rank,
        count(distinct region_code) over (partition by subsystem_code, year) as region_count, tier,
        release_horizon::varchar as release_horizon, scores.method_version
    from marts.fct_score as scores
    left join marts.dim_system_indicator using (system_code, subsystem_code)
    where system_code = $system and variant_code = $variant
    order by year, region_code, subsystem_code
"""
INDICATORS = """
    with panel as (
        select *, min(value) over extent as lowest, max(value) over extent as highest
        from marts.fct_indicator_panel
        where system_code = $system
        window extent as (partition by indicator_code, case when $scope = 'year' then year end)
    )

    select region_code, year, panel.subsystem_code, indicator_code, name_zh, name_en, panel.direction, weight,
        normalised_value, lowest, highest, value, unit_code, unit_symbol_zh, unit_symbol_en, status, panel.is_synthetic,
        weights.method_version as weight_version, normalised.method_version as normalised_version
    from panel
    inner join marts.fct_normalised_value as normalised using (system_code, region_code, year, indicator_code)
    inner join marts.fct_weight as weights using (system_code, variant_code, indicator_code, year)
    inner join marts.dim_system_indicator as members using (system_code, indicator_code)
    inner join marts.dim_indicator using (indicator_code)
    where variant_code = $variant
    order by year, region_code, panel.subsystem_code, sort_order, indicator_code
"""
SOURCES = """
    with observed as (
        select region_code, indicator_code, year, release_code
        from indicators.ind_system_observations
        where system_code = $system
    )

    select region_code, indicator_code, year, figures.status, figures.value, unit_code, value_text, printed_unit_code,
        source_file, source_sheet, source_row, source_column, figures.cell_id, release_code
    from observed
    inner join marts.fct_observation as figures using (region_code, indicator_code, year, release_code)
    order by region_code, indicator_code, year
"""
# The figures that a derived value was worked out from.
PARTS = """
    select derived_cell_id, part_code, role, part_year, coefficient, part_value, part_unit_code, value_text,
        printed_unit_code, source_file, source_sheet, source_row, source_column, part_cell_id,
        parts.release_code as release_code
    from marts.fct_derived_part as parts
    inner join marts.fct_observation as figures
        on (parts.region_code, parts.part_code, parts.part_year, parts.release_code)
        = (figures.region_code, figures.indicator_code, figures.year, figures.release_code)
    where parts.region_code in (select region_code from marts.fct_score where system_code = $system)
    order by derived_cell_id, role desc, part_code, part_year
"""
RELEASES = """
    select release_code, title, source_name_zh, source_name_en, published_on::varchar as published_on,
        published_on_precision, maturity, is_synthetic, note
    from marts.dim_release
    order by release_code
"""
PRINTED = """
    select region_code, first_year as year, ledger.measure, printed_text,
        coalesce(recomputed_text, recomputed_value::varchar) as recomputed, ledger.status, is_exact, cell_id, ledger.reason_zh, ledger.reason_en
    from replication.fct_replication as ledger
    inner join replication.rep_printed_results as printed using (cell_id)
    inner join published.published_tables as tables
        on (ledger.doc_id, ledger.article, ledger.table_no) = (tables.doc_id, tables.article, tables.table_no)
    where system_code = $system and variant_code = $variant and first_year = last_year
    order by ledger.measure, cell_id
"""
# What figures that were summed up over firm rows come from.
FIRM_FILES = """
    select release_code, source_file, firm_table, rows_read, rows_accepted, rows_quarantined, sha256
    from marts.fct_firm_file
    where rows_read > 0
    order by source_file
"""
LEFT_OUT = """
    select indicator_code, name_zh, name_en, not_reported_share
    from marts.dim_system_indicator
    inner join marts.dim_indicator using (indicator_code)
    where system_code = $system and not is_kept
    order by indicator_code
"""


def rows(connection: duckdb.DuckDBPyConnection, query: str, **given: str) -> Rows:
    """The rows of a query, given what it names of these."""
    # DuckDB refuses values that the query does not name.
    found = connection.execute(query, {name: value for name, value in given.items() if f"${name}" in query})
    columns = [column[0] for column in found.description]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


def grouped(rows: Iterable[Row], *names: str) -> dict[tuple, Rows]:
    """Rows by their values of these columns, which each of them then lacks."""
    groups = defaultdict(list)
    for row in rows:
        key = tuple(row[name] for name in names)
        groups[key].append({name: value for name, value in row.items() if name not in names})
    return groups
