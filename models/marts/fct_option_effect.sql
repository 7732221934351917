-- What each method option does to the ranks of a system: over the pairs of variants that differ in it alone.
select
    system_code,
    option_code,
    cast(count(distinct(variant_code, other_variant_code)) as integer) as variant_pairs,
    sum(mean_shift * regions order by variant_code, other_variant_code, year) / sum(regions) as mean_absolute_shift,
    cast(max(largest_shift) as integer) as largest_shift,
    avg(spearman order by variant_code, other_variant_code, year) as mean_spearman,
    min(spearman) as lowest_spearman,
    arg_max(difference, (mean_shift, difference)) as strongest_difference,
    cast(
        rank() over (
            partition by system_code
            order by sum(mean_shift * regions order by variant_code, other_variant_code, year) / sum(regions) desc
        ) as integer
    ) as effect_rank,
    {{ results_tail() }}
from {{ ref("res_variant_shifts") }}
where option_code != 'several'
group by system_code, option_code
