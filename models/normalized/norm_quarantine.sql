-- Every cell of the releases known on the horizon that could not be taken in, with the place it stands in and the
-- reason.
select
    cell_id,
    'published/' || doc_id || '/' || article as source_file,
    'table ' || table_no as source_sheet,
    source_line as source_row,
    indicator_text as source_column,
    region_label,
    period_label,
    unit_label,
    value_text,
    reason_code,
    release_code
from {{ ref("norm_published_cells") }}
left join {{ ref("releases") }} as releases using (release_code)
where outcome = 'quarantined' and coalesce(releases.published_on, {{ as_of_date() }}) <= {{ as_of_date() }}
