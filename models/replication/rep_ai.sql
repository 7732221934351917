-- AI development: ranks, mean and deviation, Dagum table, consistency with the rank by GDP per head.
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

    -- `东部` is a group of the scheme, `东-中` a pair of groups by the first character of each; `全国` is all.
    groups as (
        select group_code, name_zh as label, left(name_zh, 1) as initial
        from {{ ref("region_groups") }}
        where scheme_code = 'east_central_west_11_8_12'
    ),

    dagum_cells as (
        select
            printed.*,
            coalesce(one.group_code, pair_a.group_code, 'all') as group_a,
            coalesce(one.group_code, pair_b.group_code, 'all') as group_b
        from printed
        left join groups as one on printed.region_label = one.label
        left join
            groups as pair_a
            on contains(printed.region_label, '-')
            and split_part(printed.region_label, '-', 1) = pair_a.initial
        left join groups as pair_b on split_part(printed.region_label, '-', 2) = pair_b.initial
        where printed.measure similar to 'gini.*|share_.*'
    ),

    dagum as (
        select
            cells.cell_id,
            results.variant_code,
            -- The paper prints shares in percent.
            results.value * percent.factor as recomputed_value,
            results.value_low * percent.factor as recomputed_low,
            results.value_high * percent.factor as recomputed_high
        from dagum_cells as cells
        cross join
            lateral(select case when starts_with(cells.measure, 'share_') then 100 else 1 end as factor) as percent
        inner join
            {{ ref("fct_inequality") }} as results
            on results.system_code = 'ai_development'
            and results.subsystem_code = 'total'
            and results.scheme_code = 'east_central_west_11_8_12'
            and cells.measure = results.measure
            and cells.first_year = results.year
            and least(cells.group_a, cells.group_b) = least(results.group_code, results.other_group_code)
            and greatest(cells.group_a, cells.group_b) = greatest(results.group_code, results.other_group_code)
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
from dagum
union all by name
select *
from consistency
