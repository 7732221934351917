-- What each printed cell says: labels without padding, the period as years, the text as a number where it is one.
with
    cells as (
        select
            doc_id,
            article,
            table_no,
            source_line,
            indicator_label as indicator_text,
            {{ without_blanks("coalesce(region_label, '')") }} as region_label,
            {{ without_blanks("indicator_label") }} as indicator_label,
            {{ without_blanks("coalesce(unit_label, '')") }} as unit_label,
            {{ without_blanks("coalesce(period_label, '')") }} as period_label,
            value_text,
            {{ without_blanks("coalesce(value_text, '')") }} as value_trimmed
        from {{ ref("published_cells") }}
    )

select
    concat_ws('|', doc_id, article, table_no, source_line, region_label, period_label, indicator_label) as cell_id,
    doc_id,
    article,
    table_no,
    source_line,
    indicator_text,
    region_label,
    indicator_label,
    -- `GDP｜share｜growth`: what stands before the first bar is the indicator, the rest what was computed from it.
    split_part(indicator_label, '｜', 1) as indicator_name,
    unit_label,
    period_label,
    -- `2019` or `2016—2020`; anything else is not a period.
    cast(nullif(regexp_extract(period_label, '^(\d{4})(—\d{4})?$', 1), '') as integer) as first_year,
    cast(nullif(regexp_extract(period_label, '^(\d{4}—)?(\d{4})$', 2), '') as integer) as last_year,
    value_text,
    {{ number_or_null("value_trimmed") }} as value_number,
    {{ decimals_printed("value_trimmed") }} as decimals,
    value_trimmed = '' or value_trimmed in (select marker from {{ ref("missing_markers") }}) as is_missing
from cells
