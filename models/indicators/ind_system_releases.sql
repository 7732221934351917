-- The releases that hold figures of each system, known on the horizon or still to come.
with
    figures as (
        select region_code, indicator_code, release_code
        from {{ ref("norm_judged_figures") }}
        where outcome = 'observed'
        union all
        select region_code, indicator_code, release_code
        from {{ ref("norm_firm_observations") }}
    )

select distinct systems.system_code, releases.release_code, releases.published_on
from {{ ref("ind_system_regions") }} as regions
inner join {{ ref("systems") }} as systems using (system_code)
inner join {{ ref("system_indicators") }} as indicators using (system_code)
inner join figures using (region_code, indicator_code)
inner join {{ ref("norm_releases") }} as releases using (release_code)
where coalesce(systems.source_code, releases.source_code) = releases.source_code
