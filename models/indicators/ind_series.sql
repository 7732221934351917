-- The series of a system's indicators for its regions and for the whole that shares are taken of.
with
    places as (
        select system_code, region_code, false as is_whole
        from {{ ref("ind_system_regions") }}
        union all
        select system_code, whole_region_code, true
        from {{ ref("systems") }}
        where whole_region_code is not null
    )

select
    places.system_code,
    indicators.indicator_code,
    places.region_code,
    places.is_whole,
    years.year,
    observations.value,
    observations.cell_id
from places
inner join {{ ref("system_indicators") }} as indicators using (system_code)
inner join {{ ref("system_years") }} as years using (system_code)
inner join {{ ref("ind_system_observations") }} as observations using (system_code, region_code, indicator_code, year)
