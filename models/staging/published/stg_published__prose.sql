-- Figures that stand in the running text of a paper and restate or sum up a table.
select
    concat_ws(
        '|', doc_id, article, 'prose', source_line, region_label, period_label, indicator_label, measure
    ) as cell_id,
    doc_id,
    article,
    'prose' as table_no,
    source_line,
    {{ without_blanks("region_label") }} as region_label,
    indicator_label,
    {{ without_blanks("indicator_label") }} as indicator_name,
    period_label,
    try_cast(period_label as integer) as year,
    value_text,
    {{ number_or_null("value_text") }} as value_number,
    {{ decimals_printed("value_text") }} as decimals,
    measure
from {{ ref("published_prose") }}
