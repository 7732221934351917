-- The releases that hold figures of each system, known on the horizon or still to come.
select distinct systems.system_code, observations.release_code, releases.is_known
from {{ ref("ind_system_regions") }} as regions
inner join {{ ref("systems") }} as systems using (system_code)
inner join {{ ref("system_indicators") }} as indicators using (system_code)
inner join {{ ref("norm_release_observations") }} as observations using (region_code, indicator_code)
inner join {{ ref("norm_releases") }} as releases using (release_code)
where coalesce(systems.source_code, releases.source_code) = releases.source_code
