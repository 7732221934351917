-- The panel that a system asks for, each cell reported, derived from others, interpolated between its neighbours
-- in time, or missing.
with
    places as (
        select
            indicators.system_code,
            indicators.subsystem_code,
            indicators.indicator_code,
            indicators.direction,
            indicators.fixed_weight,
            indicators.sort_order,
            regions.region_code
        from {{ ref("system_indicators") }} as indicators
        inner join {{ ref("ind_system_regions") }} as regions using (system_code)
    ),

    -- A figure of a year that the system does not ask for is a neighbour all the same.
    points as (
        select places.*, years.year, true as is_asked
        from places
        inner join {{ ref("system_years") }} as years using (system_code)
        union all
        select places.*, observations.year, false
        from places
        inner join {{ ref("ind_system_observations") }} as observations using (system_code, region_code, indicator_code)
        anti join {{ ref("system_years") }} as years using (system_code, year)
    ),

    reported as (
        select
            points.*,
            observations.value,
            observations.status as found_status,
            observations.half_unit,
            observations.cell_id,
            observations.release_code,
            observations.is_synthetic
        from points
        left join
            {{ ref("ind_system_observations") }} as observations using (system_code, region_code, indicator_code, year)
    ),

    neighbours as (
        select
            *,
            last_value(case when value is not null then year end ignore nulls) over before as year_before,
            last_value(value ignore nulls) over before as value_before,
            first_value(case when value is not null then year end ignore nulls) over after as year_after,
            first_value(value ignore nulls) over after as value_after,
            last_value(is_synthetic ignore nulls) over before as synthetic_before,
            first_value(is_synthetic ignore nulls) over after as synthetic_after
        from reported
        window
            before as (series rows between unbounded preceding and current row),
            after as (series rows between current row and unbounded following),
            series as (partition by system_code, indicator_code, region_code order by year)
    )

select
    system_code,
    subsystem_code,
    indicator_code,
    direction,
    fixed_weight,
    sort_order,
    region_code,
    year,
    -- Inside a series only: at its ends one neighbour is null and so is the result.
    coalesce(
        value, value_before + (value_after - value_before) * (year - year_before) / (year_after - year_before)
    ) as value,
    case
        when value is not null and found_status = 'derived'
        then 'derived'
        when value is not null
        then 'reported'
        when value_before is not null and value_after is not null
        then 'interpolated'
        else 'missing'
    end as status,
    half_unit,
    cell_id,
    release_code,
    -- What is filled from a synthetic figure is synthetic.
    coalesce(is_synthetic, synthetic_before or synthetic_after, false) as is_synthetic
from neighbours
where is_asked
