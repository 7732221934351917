-- Violations: a cell that was held back from normalized.
select
    'quarantined_cells' as audit_code,
    cell_id as subject,
    {{ number_or_null("coalesce(value_text, '')") }} as stated,
    null::double as expected,
    concat_ws(
        '，', source_file, source_sheet, '第' || source_row || '行', source_column, coalesce(value_text, ''), reason_code
    ) as detail_zh,
    concat_ws(
        ', ', source_file, source_sheet, 'line ' || source_row, source_column, coalesce(value_text, ''), reason_code
    ) as detail_en
from {{ ref("norm_quarantine") }}
