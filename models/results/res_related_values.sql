-- What a system's score is held against: drivers, pressures and what presses, for its regions and years. An
-- indicator of the system itself is taken as it is scored, others as they stand on the horizon.
with
    asked as (
        select system_code, indicator_code
        from {{ ref("system_drivers") }}
        union
        select system_code, pressure_indicator_code
        from {{ ref("decoupling_pairs") }}
        union
        select system_code, driver_indicator_code
        from {{ ref("decoupling_pairs") }}
        where driver_indicator_code is not null
    )

select
    asked.system_code,
    asked.indicator_code,
    scores.region_code,
    scores.year,
    coalesce(panel.value, observations.value, derived.value) as value
from asked
inner join {{ ref("res_default_scores") }} as scores using (system_code)
left join {{ ref("ind_panel") }} as panel using (system_code, indicator_code, region_code, year)
left join
    {{ ref("ind_observations_as_of") }} as observations
    on asked.indicator_code = observations.indicator_code
    and scores.region_code = observations.region_code
    and scores.year = observations.year
left join
    {{ ref("ind_derived_values") }} as derived
    on asked.indicator_code = derived.indicator_code
    and scores.region_code = derived.region_code
    and scores.year = derived.year
where coalesce(panel.value, observations.value, derived.value) is not null
