-- The figure that a system takes for each region, indicator and year, asked for or not: of the sources it draws on,
-- the one released last.
-- Synthetic figures stand in until reported ones give a region and year every indicator; the two never meet in one
-- index.
with
    places as (
        select system_code, region_code
        from {{ ref("ind_system_regions") }}
        union
        select system_code, whole_region_code
        from {{ ref("systems") }}
        where whole_region_code is not null
    ),

    figures as (
        select observations.*, releases.published_on, releases.source_code
        from {{ ref("norm_observations") }} as observations
        inner join {{ ref("norm_known_releases") }} as releases using (release_code)
        union all by name
        -- Where none is reported, one that is worked out from others; of several sources it is none of them.
        select * exclude (formula), 'derived' as status
        from {{ ref("ind_derived_values") }}
    ),

    found as (
        select places.system_code, figures.* exclude (source_code)
        from places
        inner join {{ ref("systems") }} as systems using (system_code)
        inner join {{ ref("system_indicators") }} as indicators using (system_code)
        inner join figures using (region_code, indicator_code)
        where systems.source_code is null or systems.source_code = figures.source_code
    ),

    indicators_reported as (
        select system_code, region_code, year, count(distinct indicator_code) as indicators
        from found
        inner join {{ ref("system_years") }} using (system_code, year)
        where not is_synthetic
        group by all
    ),

    kinds as (
        select
            found.system_code,
            bool_or(found.is_synthetic)
            and coalesce(max(reported.indicators), 0) < (
                select count(*) from {{ ref("system_indicators") }} as asked where asked.system_code = found.system_code
            ) as is_synthetic
        from found
        left join indicators_reported as reported using (system_code)
        group by found.system_code
    )

select found.* exclude (published_on)
from found
inner join kinds using (system_code, is_synthetic)
-- Of two releases of one day the later code wins, so the choice is stable.
qualify
    row_number() over (
        partition by system_code, region_code, indicator_code, year order by published_on desc, release_code desc
    )
    = 1
