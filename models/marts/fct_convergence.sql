-- Convergence of scores: does the spread shrink (sigma), do those behind grow faster (beta), in all regions and by
-- group.
select
    system_code,
    variant_code,
    scheme_code,
    group_code,
    measure,
    term,
    year,
    value,
    standard_error,
    p,
    regions,
    regions_left_out,
    variant_code in (select variant_code from {{ ref("convergence_variants") }} where is_default) as is_default,
    {{ results_tail() }},
    method_version
from {{ ref("calc_convergence") }}
