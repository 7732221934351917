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
    system_code in (select system_code from {{ ref("ind_synthetic_systems") }}) as is_synthetic,
    {{ as_of_date() }} as release_horizon,
    method_version
from {{ ref("calc_growth") }}
