-- Importance of each driver in random forests, by impurity and by permutation, with its spread over seeds.
select
    system_code,
    variant_code,
    indicator_code,
    measure,
    importance,
    standard_deviation,
    best_rank,
    worst_rank,
    nullif(swaps_with, '') as swaps_with,
    trees,
    seeds,
    variant_code in (select variant_code from {{ ref("forest_variants") }} where is_default) as is_default,
    {{ results_tail() }},
    method_version
from {{ ref("calc_driver_importance") }}
