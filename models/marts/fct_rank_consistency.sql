-- Rank by score against rank by another indicator.
select
    comparison_code,
    system_code,
    variant_code,
    region_code,
    year,
    rank,
    other_rank,
    rank_difference,
    relation,
    is_consistency_high,
    variants.is_default,
    {{ results_tail() }},
    method_version
from {{ ref("calc_rank_consistency") }}
inner join {{ ref("ind_system_variants") }} as variants using (system_code, variant_code)
