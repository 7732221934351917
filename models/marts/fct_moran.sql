-- Spatial autocorrelation of each system and year: Moran's I, its variance, z and p under three null hypotheses.
select
    system_code,
    variant_code,
    year,
    i,
    expected,
    variance_normal,
    z_normal,
    p_normal,
    variance_random,
    z_random,
    p_random,
    p_permuted,
    regions,
    islands,
    variant_code in (select variant_code from {{ ref("moran_variants") }} where is_default) as is_default,
    {{ results_tail() }},
    method_version
from {{ ref("calc_moran") }}
