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
    system_code in (select system_code from {{ ref("ind_synthetic_systems") }}) as is_synthetic,
    {{ as_of_date() }} as release_horizon,
    method_version
from {{ ref("calc_shares") }}
