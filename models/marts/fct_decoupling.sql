-- Decoupling of a pressure from a driver: elasticity, one of eight states and one of three classes, by region and year.
select
    system_code,
    pair_code,
    variant_code,
    region_code,
    year,
    base_year,
    elasticity,
    pressure_change,
    driver_change,
    state_code,
    class_code,
    nullif(reason, '') as reason,
    variant_code in (select variant_code from {{ ref("decoupling_variants") }} where is_default) as is_default,
    {{ results_tail() }},
    method_version
from {{ ref("calc_decoupling") }}
