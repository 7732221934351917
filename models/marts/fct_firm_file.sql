-- Every firm file of the landing folders, with what became of its rows: rows read = accepted + quarantined.
select
    files.source_file,
    files.release_code,
    files.firm_table,
    files.sha256,
    files.bytes,
    files.row_count as rows_read,
    cast(coalesce(sum(outcomes.row_count) filter (outcomes.outcome = 'accepted'), 0) as bigint) as rows_accepted,
    cast(coalesce(sum(outcomes.row_count) filter (outcomes.outcome = 'quarantined'), 0) as bigint) as rows_quarantined,
    files.refusal,
    files.warning
from {{ ref("stg_firms__files") }} as files
left join {{ ref("stg_firms__file_outcomes") }} as outcomes using (source_file)
group by all
