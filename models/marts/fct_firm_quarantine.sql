-- Why rows of firm files were held back: how many by file and reason, with the first of them.
select
    release_code, firm_table, source_file, reason_code, row_count, first_row_no as first_row, first_column, first_text
from {{ ref("stg_firms__file_outcomes") }}
semi join {{ ref("norm_known_releases") }} as releases using (release_code)
where outcome = 'quarantined'
