-- The figure that a system takes for each region, indicator and year, asked for or not: of the sources it draws on,
-- the one released last.
-- A system that has any reported figure takes no synthetic one: the two never meet in one index.
with
    places as (
        select system_code, region_code
        from {{ ref("ind_system_regions") }}
        union
        select system_code, whole_region_code
        from {{ ref("systems") }}
        where whole_region_code is not null
    ),

    found as (
        select
            places.system_code,
            releases.published_on,
            observations.*,
            bool_and(observations.is_synthetic) over (partition by places.system_code) as is_all_synthetic
        from places
        inner join {{ ref("systems") }} as systems using (system_code)
        inner join {{ ref("system_indicators") }} as indicators using (system_code)
        inner join {{ ref("norm_observations") }} as observations using (region_code, indicator_code)
        inner join {{ ref("norm_releases") }} as releases using (release_code)
        where coalesce(systems.source_code, releases.source_code) = releases.source_code
    )

select * exclude (published_on, is_all_synthetic)
from found
where is_synthetic = is_all_synthetic
-- Of two releases of one day the later code wins, so the choice is stable.
qualify
    row_number() over (
        partition by system_code, region_code, indicator_code, year order by published_on desc, release_code desc
    )
    = 1
