-- The entropy weights that a paper prints for the indicators of a system, beside ours under every variant that works
-- weights out. Ours of a variant by year are those of many years, so their mean and span stand beside the printed one.
with
    printed as (
        select
            tables.system_code,
            results.indicator_code,
            results.first_year,
            results.last_year,
            results.value_number as printed_weight,
            rank() over (partition by tables.system_code order by results.value_number desc) as printed_rank,
            results.cell_id
        from {{ ref("rep_printed_results") }} as results
        inner join {{ ref("published_tables") }} as tables using (doc_id, article, table_no)
        where results.measure = 'entropy_weight'
    ),

    ours as (
        select
            weights.system_code,
            weights.variant_code,
            weights.indicator_code,
            avg(weights.weight order by weights.year) as weight,
            min(weights.weight) as lowest_weight,
            max(weights.weight) as highest_weight
        from {{ ref("fct_weight") }} as weights
        inner join printed using (system_code, indicator_code)
        where weights.year between printed.first_year and printed.last_year
        group by weights.system_code, weights.variant_code, weights.indicator_code
    )

select
    printed.system_code,
    variants.variant_code,
    printed.indicator_code,
    printed.first_year,
    printed.last_year,
    printed.printed_weight,
    cast(printed.printed_rank as integer) as printed_rank,
    ours.weight,
    ours.lowest_weight,
    ours.highest_weight,
    -- An indicator that has left the system has no weight, and no rank.
    cast(
        case
            when ours.weight is not null
            then
                rank() over (
                    partition by printed.system_code, variants.variant_code order by ours.weight desc nulls last
                )
        end as integer
    ) as weight_rank,
    ours.weight - printed.printed_weight as difference,
    variants.weighting,
    variants.is_default,
    printed.cell_id,
    {{ results_tail("printed") }}
from printed
inner join {{ ref("ind_system_variants") }} as variants using (system_code)
left join ours using (system_code, variant_code, indicator_code)
where variants.weighting not in ('fixed', 'fixed_scaled')
