-- The share of each region in the whole that its system names.
select
    system_code,
    indicator_code,
    region_code,
    year,
    value,
    whole as whole_value,
    share,
    gap_to_largest_share,
    {{ results_tail() }},
    method_version
from {{ ref("calc_shares") }}
