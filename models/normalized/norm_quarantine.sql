-- Every cell, and every work report, of the releases known on the horizon that could not be taken in, with the place it
-- stands in and the reason.
select
    figures.cell_id,
    figures.origin,
    figures.source_code,
    figures.source_file,
    figures.source_sheet,
    figures.source_row,
    figures.source_column,
    figures.region_label,
    figures.indicator_name,
    figures.period_label,
    figures.unit_label,
    figures.value_text,
    figures.reason_code,
    figures.release_code
from {{ ref("norm_judged_figures") }} as figures
left join {{ ref("norm_releases") }} as releases using (release_code)
where figures.outcome = 'quarantined' and coalesce(releases.is_known, true)
union all by name
select
    concat_ws('|', release_code, source_file) as cell_id,
    'report' as origin,
    'reports' as source_code,
    source_file,
    region_label,
    cast(year as varchar) as period_label,
    concat_ws(' ', region_label, year) as value_text,
    reason_code,
    release_code
from {{ ref("norm_reports") }}
semi join {{ ref("norm_known_releases") }} as releases using (release_code)
where outcome = 'quarantined'
