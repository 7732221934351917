-- Violations: firm files that were refused or have changed since they landed, and rows held back, by file and reason.
-- Invented rows are at fault on purpose.
select
    'firm_files' as audit_code,
    source_file as subject,
    null::double as stated,
    null::double as expected,
    source_file || '：' || coalesce(refusal, warning) as detail_zh,
    source_file || ': ' || coalesce(refusal, warning) as detail_en
from {{ ref("stg_firms__files") }}
where refusal is not null or warning is not null
union all
select
    'firm_files',
    concat_ws('|', source_file, reason_code),
    row_count,
    0,
    concat_ws(
        '，', source_file, '第' || first_row_no || '行', first_column, first_text, reason_code, '共' || row_count || '行'
    ),
    concat_ws(
        ', ', source_file, 'row ' || first_row_no, first_column, first_text, reason_code, row_count || ' rows in all'
    )
from {{ ref("stg_firms__file_outcomes") }}
inner join {{ ref("norm_known_releases") }} as releases using (release_code)
where outcome = 'quarantined' and not releases.is_synthetic
