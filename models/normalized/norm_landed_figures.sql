-- Every landed cell that holds a figure, in the form that printed ones have, too.
select
    cells.cell_id,
    'landed' as origin,
    cells.source_code,
    cells.release_code,
    concat_ws('|', cells.source_file, cells.sheet, cells.table_no) as table_id,
    cells.level_hint,
    cells.region_label,
    cells.beside_label,
    {{ plain_text("cells.indicator_label") }} as indicator_name,
    cells.unit_label,
    cells.period_label,
    {{ year_of("cells.period_label") }} as first_year,
    {{ year_of("cells.period_label") }} as last_year,
    cells.value_text,
    {{ number_or_null("cells.value_trimmed") }} as value_number,
    {{ decimals_printed("cells.value_trimmed") }} as decimals,
    cells.value_trimmed = '' or cells.value_trimmed in (select marker from {{ ref("missing_markers") }}) as is_missing,
    -- A subtotal of regions is kept apart: it is no region of its own.
    case
        when
            exists (
                select 1
                from {{ ref("subtotal_labels") }} as subtotals
                where
                    {{ plain_text("subtotals.label") }} = {{ plain_text("cells.region_label") }}
                    and coalesce(subtotals.source_code, cells.source_code) = cells.source_code
            )
        then 'subtotal'
        else 'input'
    end as role,
    cells.problem,
    cells.source_file,
    cells.sheet as source_sheet,
    cells.row_no as source_row,
    {{ column_letter("cells.column_no") }} as source_column
from {{ ref("stg_landing__cells") }} as cells
where cells.role = 'value'
