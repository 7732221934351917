-- How much of each indicator of a system is there; one with too many missing cells leaves the system.
select
    system_code,
    indicator_code,
    count(*) as cells_asked,
    count(*) filter (status = 'reported') as cells_reported,
    count(*) filter (status = 'derived') as cells_derived,
    count(*) filter (status = 'interpolated') as cells_interpolated,
    count(*) filter (status = 'missing') as cells_missing,
    count(*) filter (status not in ('reported', 'derived')) / count(*) as not_reported_share,
    count(*) filter (status not in ('reported', 'derived')) / count(*) <= {{ var("max_missing_share") }} as is_kept
from {{ ref("ind_system_cells") }}
group by system_code, indicator_code
