-- Kernel density of scores: points of the curve of each year and group, and which of them are its peaks.
select
    system_code,
    variant_code,
    scheme_code,
    group_code,
    year,
    point,
    score,
    density,
    is_peak,
    peaks,
    bandwidth,
    regions,
    nullif(reason, '') as reason,
    system_code in (select system_code from {{ ref("ind_synthetic_systems") }}) as is_synthetic,
    {{ as_of_date() }} as release_horizon,
    method_version
from {{ ref("calc_density") }}
