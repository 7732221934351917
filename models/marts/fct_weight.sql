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
    {{ results_tail() }},
    method_version
from {{ ref("calc_weights") }}
