-- Inequality of scores between regions, overall and by the groups of a scheme.
select
    system_code,
    variant_code,
    subsystem_code,
    scheme_code,
    year,
    measure,
    group_code,
    other_group_code,
    value,
    value_low,
    value_high,
    variants.is_default,
    {{ results_tail() }},
    method_version
from {{ ref("calc_inequality") }}
inner join {{ ref("ind_system_variants") }} as variants using (system_code, variant_code)
