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
    system_code in (select system_code from {{ ref("ind_synthetic_systems") }}) as is_synthetic,
    {{ as_of_date() }} as release_horizon,
    method_version
from {{ ref("calc_geodetector") }}
