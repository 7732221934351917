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
    system_code in (select system_code from {{ ref("ind_synthetic_systems") }}) as is_synthetic,
    {{ as_of_date() }} as release_horizon,
    method_version
from {{ ref("calc_inequality") }}
