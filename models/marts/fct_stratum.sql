-- Strata of each driver, as the geodetector takes them: 1 holds the lowest values.
select
    system_code,
    variant_code,
    indicator_code,
    first_year,
    last_year,
    region_code,
    year,
    stratum,
    cuts_tried,
    variant_code in (select variant_code from {{ ref("geodetector_variants") }} where is_default) as is_default,
    {{ results_tail() }},
    method_version
from {{ ref("calc_strata") }}
