-- How sure the inequality of the default score is: bootstrap intervals of Gini, its parts and Theil, by scheme and
-- year.
select
    system_code,
    variant_code,
    scheme_code,
    year,
    measure,
    value,
    low,
    high,
    standard_error,
    regions,
    resamples,
    variant_code in (select variant_code from {{ ref("resampling_variants") }} where is_default) as is_default,
    {{ results_tail() }},
    method_version
from {{ ref("calc_inequality_interval") }}
