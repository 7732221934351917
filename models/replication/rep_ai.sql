-- AI development: ranks, mean and deviation, consistency with the rank by GDP per head.
with
    printed as (select * from {{ ref("rep_printed_results") }} where article = 'ai'),

    -- Regions whose printed levels are equal share a rank; the paper told them apart by digits that it did not print.
    places as (
        select *, count(*) over (partition by system_code, variant_code, subsystem_code, year, rank) as regions_sharing
        from {{ ref("fct_score") }}
    ),

    ranks as (
        select
            printed.cell_id,
            scores.variant_code,
            scores.rank as recomputed_value,
            scores.rank as recomputed_low,
            scores.rank + scores.regions_sharing - 1 as recomputed_high
        from printed
        inner join
            places as scores
            on scores.system_code = 'ai_development'
            and scores.subsystem_code = 'total'
            and printed.region_code = scores.region_code
            and printed.first_year = scores.year
        where printed.measure = 'rank'
    ),

    spread as (
        select
            printed.cell_id,
            statistics.variant_code,
            case
                printed.measure when 'mean' then statistics.mean else statistics.standard_deviation_sample
            end as recomputed_value
        from printed
        inner join
            {{ ref("fct_group_score") }} as statistics
            on statistics.system_code = 'ai_development'
            and statistics.subsystem_code = 'total'
            and statistics.group_code = 'all'
            and printed.first_year = statistics.year
        where printed.measure in ('mean', 'standard_deviation')
    ),

    consistency as (
        select
            printed.cell_id,
            results.variant_code,
            case printed.measure when 'rank_difference' then results.rank_difference end as recomputed_value,
            case
                when printed.measure = 'rank_relation' and results.relation = 'lead'
                then '超前'
                when printed.measure = 'rank_relation' and results.relation = 'in_step'
                then '同步'
                when printed.measure = 'rank_relation' and results.relation = 'lag'
                then '滞后'
                when printed.measure = 'consistency_level' and results.is_consistency_high
                then '较高'
                when printed.measure = 'consistency_level'
                then '较低'
            end as recomputed_text
        from printed
        inner join
            {{ ref("fct_rank_consistency") }} as results
            on results.comparison_code = 'ai_vs_gdp_per_capita'
            and printed.region_code = results.region_code
            and printed.first_year = results.year
        where printed.measure in ('rank_difference', 'rank_relation', 'consistency_level')
    )

select *
from ranks
union all by name
select *
from spread
union all by name
select *
from consistency
