-- Average annual growth of values and of shares over the periods that each system names.
select
    system_code,
    indicator_code,
    region_code,
    quantity,
    first_year,
    last_year,
    periods,
    first_value,
    last_value,
    annual_growth,
    {{ results_tail() }},
    method_version
from {{ ref("calc_growth") }}
