-- Innovation capability of five agglomerations: the composite of 13 provinces, means and ranks of the clusters.
with
    printed as (select * from {{ ref("rep_printed_results") }} where article = 'five_clusters'),

    composites as (
        select
            printed.cell_id,
            scores.variant_code,
            scores.score as recomputed_value,
            scores.score - scores.score_half_unit as recomputed_low,
            scores.score + scores.score_half_unit as recomputed_high
        from printed
        inner join
            {{ ref("fct_score") }} as scores
            on scores.system_code = 'innovation_capability'
            and scores.subsystem_code = 'total'
            and printed.region_code = scores.region_code
            and printed.first_year = scores.year
        where printed.measure = 'composite_score'
    ),

    clusters as (
        select
            groups.region_code,
            statistics.indicator_code,
            statistics.year,
            statistics.mean,
            rank() over (partition by statistics.indicator_code, statistics.year order by statistics.mean desc) as place
        from {{ ref("fct_group_indicator") }} as statistics
        inner join {{ ref("region_groups") }} as groups using (scheme_code, group_code)
        where statistics.system_code = 'innovation_capability' and scheme_code = 'five_clusters'
    )

select *
from composites
union all by name
select
    printed.cell_id,
    'any' as variant_code,
    case printed.measure when 'group_mean' then clusters.mean else clusters.place end as recomputed_value
from printed
inner join
    clusters
    on printed.region_code = clusters.region_code
    and printed.indicator_code = clusters.indicator_code
    and printed.first_year = clusters.year
where printed.measure in ('group_mean', 'group_rank')
