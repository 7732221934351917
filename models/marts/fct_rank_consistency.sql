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
    system_code in (select system_code from {{ ref("ind_synthetic_systems") }}) as is_synthetic,
    {{ as_of_date() }} as release_horizon,
    method_version
from {{ ref("calc_rank_consistency") }}
