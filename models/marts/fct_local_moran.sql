-- Local Moran's I of each region and year, and whether it is high or low among high or low neighbours.
select
    system_code,
    variant_code,
    region_code,
    year,
    i,
    lag,
    quadrant,
    p_permuted,
    p_adjusted,
    p_least,
    variant_code in (select variant_code from {{ ref("moran_variants") }} where is_default) as is_default,
    {{ results_tail() }},
    method_version
from {{ ref("calc_local_moran") }}
