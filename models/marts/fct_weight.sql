-- The weight of each indicator under each variant of its system.
select
    system_code,
    variant_code,
    subsystem_code,
    indicator_code,
    year,
    part as weights_sum_within,
    weight,
    entropy,
    divergence,
    is_constant,
    variants.is_default,
    {{ results_tail() }},
    method_version
from {{ ref("calc_weights") }}
inner join {{ ref("ind_system_variants") }} as variants using (system_code, variant_code)
