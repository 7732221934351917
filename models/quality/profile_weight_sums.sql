-- The sum of weights wherever they should sum to 1; without information (all indicators constant) it is 0.
select
    system_code,
    variant_code,
    year,
    weights_sum_within,
    sum(weight order by indicator_code) as weight_sum,
    not bool_and(is_constant) as has_information
from {{ ref("fct_weight") }}
group by system_code, variant_code, year, weights_sum_within
