-- Violations: cells that were held back from normalized; of a landed file one finding per reason, with its first cell.
with
    counted as (
        select
            * exclude (source_sheet, value_text),
            nullif(source_sheet, '') as source_sheet,
            value_text,
            trim(coalesce(value_text, ''), ' ' || chr(9) || chr(10) || chr(13)) as shown_text,
            case origin when 'published' then cell_id else concat_ws('|', source_file, reason_code) end as subject,
            count(*) over same as cells,
            row_number() over (same order by source_sheet, source_row, length(source_column), source_column) as place
        from {{ ref("norm_quarantine") }}
        window
            same as (
                partition by case origin when 'published' then cell_id else concat_ws('|', source_file, reason_code) end
            )
    )

select
    'quarantined_cells' as audit_code,
    subject,
    case when origin = 'published' then {{ number_or_null("coalesce(value_text, '')") }} else cells end as stated,
    null::double as expected,
    concat_ws(
        '，',
        source_file,
        source_sheet,
        '第' || source_row || '行',
        source_column,
        shown_text,
        reason_code,
        case when cells > 1 then '共' || cells || '格' end
    ) as detail_zh,
    concat_ws(
        ', ',
        source_file,
        source_sheet,
        'line ' || source_row,
        source_column,
        shown_text,
        reason_code,
        case when cells > 1 then cells || ' cells in all' end
    ) as detail_en
from counted
where place = 1
