-- Hot and cold spots: Gi* of each region and year, in seven classes from cold (-3) to hot (3).
select
    system_code,
    variant_code,
    region_code,
    year,
    z,
    p,
    p_adjusted,
    band,
    variant_code in (select variant_code from {{ ref("hot_spot_variants") }} where is_default) as is_default,
    {{ results_tail() }},
    method_version
from {{ ref("calc_hot_spots") }}
