-- Indicator values summed up by group of regions; the group `all` holds every region of the system.
-- Every observed year counts, also of an indicator that left its system.
with
    cells as (
        select *
        from {{ ref("ind_system_observations") }}
        inner join {{ ref("ind_system_regions") }} using (system_code, region_code)
    ),

    grouped as (
        select cells.*, 'all' as scheme_code, 'all' as group_code
        from cells
        union all
        select cells.*, members.scheme_code, members.group_code
        from cells
        inner join {{ ref("system_groupings") }} as schemes using (system_code)
        inner join {{ ref("region_group_members") }} as members using (scheme_code, region_code)
    )

select
    system_code,
    indicator_code,
    scheme_code,
    group_code,
    year,
    {{ summary_columns("value") }},
    bool_or(is_synthetic) as is_synthetic,
    {{ release_horizon() }}
from grouped
group by system_code, indicator_code, scheme_code, group_code, year
