-- Mean prediction of a random forest over the values of each driver, and the turning points.
select
    system_code,
    variant_code,
    indicator_code,
    point,
    value,
    score,
    is_turning,
    variant_code in (select variant_code from {{ ref("forest_variants") }} where is_default) as is_default,
    {{ results_tail() }},
    method_version
from {{ ref("calc_partial_dependence") }}
