-- How much of the variance of a score lies between the strata of each driver: q, with its p.
select
    system_code,
    variant_code,
    indicator_code,
    first_year,
    last_year,
    q,
    p,
    f,
    noncentrality,
    strata,
    regions_and_years,
    variant_code in (select variant_code from {{ ref("geodetector_variants") }} where is_default) as is_default,
    {{ results_tail() }},
    method_version
from {{ ref("calc_geodetector") }}
