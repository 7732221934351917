-- Mean prediction of a random forest over the values of each driver, and the turning points.
select
    system_code,
    variant_code,
    indicator_code,
    point,
    value,
    score,
    is_turning,
    system_code in (select system_code from {{ ref("ind_synthetic_systems") }}) as is_synthetic,
    {{ as_of_date() }} as release_horizon,
    method_version
from {{ ref("calc_partial_dependence") }}
