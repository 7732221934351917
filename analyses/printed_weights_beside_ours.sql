-- How close do the weights that a paper prints come to ours, under each variant?
-- 论文刊载的权重与各方案重算权重相差多少？
-- Spearman's coefficient is that of Pearson over the ranks, ties at their mean.
with
    ranks as (
        select
            *,
            (
                rank() over (partition by system_code, variant_code order by weight)
                + count(*) over (partition by system_code, variant_code, weight) / 2
            ) as place,
            (
                rank() over (partition by system_code, variant_code order by printed_weight)
                + count(*) over (partition by system_code, variant_code, printed_weight) / 2
            ) as printed_place
        from {{ ref("fct_printed_weight") }}
        where weight is not null
    )

select
    system_code,
    variant_code,
    count(*) as indicators,
    avg(abs(difference)) as mean_absolute_difference,
    max(abs(difference)) as largest_difference,
    arg_max(indicator_code, abs(difference)) as furthest_indicator,
    -- Weights that are all the same have no order.
    nullif(corr(place, printed_place), 'nan'::double) as spearman,
    bool_or(is_synthetic) as is_synthetic
from ranks
group by system_code, variant_code
order by system_code, mean_absolute_difference
