-- Scores summed up by group of regions; the group `all` holds every region of the system.
with
    grouped as (
        select scores.*, 'all' as scheme_code, 'all' as group_code
        from {{ ref("fct_score") }} as scores
        union all
        select scores.*, members.scheme_code, members.group_code
        from {{ ref("fct_score") }} as scores
        inner join {{ ref("system_groupings") }} as schemes using (system_code)
        inner join {{ ref("region_group_members") }} as members using (scheme_code, region_code)
    )

select
    system_code,
    variant_code,
    subsystem_code,
    scheme_code,
    group_code,
    year,
    {{ summary_columns("score") }},
    is_default,
    bool_or(is_synthetic) as is_synthetic,
    {{ release_horizon() }}
from grouped
group by system_code, variant_code, subsystem_code, scheme_code, group_code, year, is_default
