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
    system_code in (select system_code from {{ ref("ind_synthetic_systems") }}) as is_synthetic,
    {{ as_of_date() }} as release_horizon,
    method_version
from {{ ref("calc_weights") }}
