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
    variant_code in (select variant_code from {{ ref("density_variants") }} where is_default) as is_default,
    {{ results_tail() }},
    method_version
from {{ ref("calc_density") }}
