"""Traces an index score back to cells: subsystems, weights, normalised values, panel, observations and releases."""

from typing import Any

import duckdb

from nianjian.frames.panels import TOTAL

TOLERANCE = 1e-9

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
NAMESAKES = """
    select distinct region_code
    from marts.dim_region
    where $region in (region_code, name_zh, short_name_zh) or lower(name_en) = lower($region)
"""
# A code may have had several names; the one of the year, or else the last one, speaks for it.
REGIONS = """
    select region_code, name_zh, name_en
    from marts.dim_region
    where region_code in (select region_code from marts.fct_score where system_code = $system)
    qualify 1 = row_number() over (
        partition by region_code
        order by $year between valid_from and coalesce(valid_to, $year) desc, valid_from desc
    )
    order by region_code
"""
YEARS = """
    select distinct year
    from marts.fct_score
    where system_code = $system and variant_code = $variant and region_code = $region
    order by year
"""
SCORES = """
    with regions as (
        select *, count(*) over (partition by subsystem_code) as region_count
        from marts.fct_score
        where system_code = $system and variant_code = $variant and year = $year
    )

    select distinct subsystem_code, subsystem_name_zh, subsystem_name_en, contribution, score, rank, region_count,
        tier, release_horizon::varchar as release_horizon, method_version
    from regions
    left join marts.dim_system_indicator using (system_code, subsystem_code)
    where region_code = $region
    order by subsystem_code
"""
INDICATORS = """
    with panel as (
        select *, min(value) over extent as lowest, max(value) over extent as highest
        from marts.fct_indicator_panel
        where system_code = $system
        window extent as (partition by indicator_code, case when $scope = 'year' then year end)
    )

    select panel.subsystem_code, indicator_code, name_zh, name_en, panel.direction, weight, normalised_value,
        lowest, highest, value, unit_code, unit_symbol_zh, unit_symbol_en, status, panel.is_synthetic,
        weights.method_version as weight_version, normalised.method_version as normalised_version
    from panel
    inner join marts.fct_normalised_value as normalised using (system_code, region_code, year, indicator_code)
    inner join marts.fct_weight as weights using (system_code, variant_code, indicator_code, year)
    inner join marts.dim_system_indicator as members using (system_code, indicator_code)
    inner join marts.dim_indicator using (indicator_code)
    where variant_code = $variant and region_code = $region and year = $year
    order by panel.subsystem_code, sort_order, indicator_code
"""
# The observation of the year itself or, where the cell is interpolated, those of the nearest years before and after.
SOURCES = """
    with observed as (
        select region_code, indicator_code, year, release_code from indicators.ind_system_observations
        where system_code = $system and region_code = $region
        qualify year = max(year) filter (year <= $year) over (partition by indicator_code)
            or year = min(year) filter (year >= $year) over (partition by indicator_code)
    )

    select indicator_code, year, figures.status, figures.value, unit_code, value_text, printed_unit_code,
        source_file, source_sheet, source_row, source_column, figures.cell_id, release_code
    from observed
    inner join marts.fct_observation as figures using (region_code, indicator_code, year, release_code)
    order by indicator_code, year
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
    where parts.region_code = $region
    order by derived_cell_id, role desc, part_code, part_year
"""
RELEASES = """
    select release_code, title, source_name_zh, source_name_en, published_on::varchar as published_on,
        published_on_precision, maturity, is_synthetic, note
    from marts.dim_release
    where list_contains($releases, release_code)
    order by release_code
"""
PRINTED = """
    select ledger.measure, printed_text, coalesce(recomputed_text, recomputed_value::varchar) as recomputed,
        ledger.status, is_exact, cell_id, ledger.reason_zh, ledger.reason_en
    from replication.fct_replication as ledger
    inner join replication.rep_printed_results as printed using (cell_id)
    inner join published.published_tables as tables
        on (ledger.doc_id, ledger.article, ledger.table_no) = (tables.doc_id, tables.article, tables.table_no)
    where system_code = $system and variant_code = $variant and region_code = $region
        and first_year = $year and last_year = $year
    order by ledger.measure, cell_id
"""
# What figures that were summed up over firm rows come from.
FIRM_FILES = """
    select release_code, source_file, firm_table, rows_read, rows_accepted, rows_quarantined, sha256
    from marts.fct_firm_file
    where list_contains($releases, release_code) and rows_read > 0
    order by source_file
"""
LEFT_OUT = """
    select indicator_code, name_zh, name_en, not_reported_share
    from marts.dim_system_indicator
    inner join marts.dim_indicator using (indicator_code)
    where system_code = $system and not is_kept
    order by indicator_code
"""


class NotTraceable(Exception):
    """What was asked for is not in the warehouse; the message says what is."""


def trace(
    connection: duckdb.DuckDBPyConnection, system: str, region: str, year: int, variant: str | None = None
) -> dict[str, Any]:
    """The chain from the score of a region (its code or a name) down to cells, as plain values that JSON can hold.

    Every weighted sum and every value of the panel is made again from the figures below it: `ties` says whether the
    result is the one that is stored. It is null for a TOPSIS closeness, which is no sum.
    Errors: NotTraceable, if system, variant, region or year has no score, or a name fits several regions.
    """
    keys: dict[str, Any] = {"system": system, "region": region.strip(), "year": year}

    def ask(query: str) -> list[dict[str, Any]]:
        # DuckDB refuses values that the query does not name.
        found = connection.execute(query, {name: keys[name] for name in keys if f"${name}" in query})
        columns = [column[0] for column in found.description]
        return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]

    of_system = _one(ask(SYSTEMS), "system", system)
    variant = variant or of_system["default_variant_code"]
    options = _one(ask(VARIANTS), "variant", variant, f" of {system}")
    of_region = _region(ask(REGIONS), {row["region_code"] for row in ask(NAMESAKES)}, region, system)
    keys |= {"variant": variant, "scope": options["scope"], "region": of_region["region_code"]}
    scores = ask(SCORES)
    if not scores:
        years = ", ".join(str(row["year"]) for row in ask(YEARS)) or "no year"
        raise NotTraceable(f"{system} under {variant} has no score of {region} in {year}, but of {years}")

    parts = ask(PARTS)
    sources = [
        {**row, "parts": [part for part in parts if part["derived_cell_id"] == row["cell_id"]]}
        for row in ask(SOURCES)
    ]
    indicators = [_with_sources(row, sources, year) for row in ask(INDICATORS)]
    subsystems = [
        _recomputed(
            score, [row for row in indicators if row["subsystem_code"] == score["subsystem_code"]], options
        )
        for score in scores
        if score["subsystem_code"] != TOTAL
    ]
    (total,) = (score for score in scores if score["subsystem_code"] == TOTAL)
    if of_system["weight_scope"] == "subsystem":
        total = _judged(total, "sum of contribution x subsystem score", _contributed(subsystems))
    else:
        total = _recomputed(total, indicators, options)
    used = [source for row in indicators for source in row["sources"]]
    keys["releases"] = [row["release_code"] for source in used for row in (source, *source["parts"])]
    return {
        "system": of_system,
        "region": of_region,
        "year": year,
        "variant": {**options, "is_default": variant == of_system["default_variant_code"]},
        "score": total,
        "subsystems": subsystems,
        "indicators": indicators,
        "ties": all(part["ties"] is not False for part in (total, *subsystems, *indicators)),
        "left_out": ask(LEFT_OUT),
        "releases": ask(RELEASES),
        "firm_files": ask(FIRM_FILES),
        "printed_results": ask(PRINTED),
    }


def _one(rows: list[dict[str, Any]], kind: str, code: str, context: str = "") -> dict[str, Any]:
    found = {row[f"{kind}_code"]: row for row in rows}
    if code not in found:
        there = ", ".join(found) or "none"
        raise NotTraceable(f"no scores of a {kind} {code!r}{context}; there are: {there}")
    return found[code]


def _region(rows: list[dict[str, Any]], called: set[str], name: str, system: str) -> dict[str, Any]:
    """The one region of the system that is called so."""
    found = [row for row in rows if row["region_code"] in called]
    if len(found) == 1:
        return found[0]
    if found:
        raise NotTraceable(f"{name!r} fits several regions of {system}, give the code: {_listed(found)}")
    known = (
        f"{name!r} ({', '.join(sorted(called))}) is none" if called else f"no region is called {name!r}, none"
    )
    raise NotTraceable(f"{known} of the regions of {system}: {_listed(rows)}")


def _listed(regions: list[dict[str, Any]]) -> str:
    return ", ".join(f"{row['region_code']} {row['name_zh']} {row['name_en']}" for row in regions)


def _with_sources(row: dict[str, Any], sources: list[dict[str, Any]], year: int) -> dict[str, Any]:
    """An indicator with its observations; `ties` if its value lies on the line through them."""
    own = [source for source in sources if source["indicator_code"] == row["indicator_code"]]
    if not own:
        return {**row, "sources": own, "ties": False}
    first, last = own[0], own[-1]
    rise = (last["value"] - first["value"]) / (last["year"] - first["year"] or 1)
    distance = abs(first["value"] + rise * (year - first["year"]) - row["value"])
    return {
        **row,
        "sources": own,
        "ties": distance <= TOLERANCE * max(abs(first["value"]), abs(last["value"])),
    }


def _recomputed(score: dict[str, Any], rows: list[dict[str, Any]], options: dict[str, Any]) -> dict[str, Any]:
    """The score of these indicators beside the stored one."""
    if options["scoring"] == "topsis":
        return {**score, "formula": "TOPSIS closeness, no sum of parts", "recomputed": None, "ties": None}
    shift = options["zero_shift"] if options["is_shift_in_scores"] else 0.0
    # Where weights sum to 1 over the system, those of a subsystem are brought to 1 for its score.
    whole = sum(row["weight"] for row in rows) or 1.0
    result = sum(row["weight"] * (row["normalised_value"] + shift) for row in rows) / whole
    formula = f"sum of weight x {f'(normalised + {shift:g})' if shift else 'normalised'}"
    return _judged(score, formula if abs(whole - 1) <= TOLERANCE else f"{formula} / sum of weights", result)


def _contributed(subsystems: list[dict[str, Any]]) -> float:
    """From the recomputed scores, so that the chain has no gap; a closeness is taken as it is stored."""
    scores = (part["score"] if part["recomputed"] is None else part["recomputed"] for part in subsystems)
    return sum(part["contribution"] * score for part, score in zip(subsystems, scores, strict=True))


def _judged(score: dict[str, Any], formula: str, result: float) -> dict[str, Any]:
    return {
        **score,
        "formula": formula,
        "recomputed": result,
        "ties": abs(result - score["score"]) <= TOLERANCE,
    }
