-- The sum of the three shares of each Gini coefficient; where there is no inequality they are 0.
select
    system_code,
    variant_code,
    subsystem_code,
    scheme_code,
    year,
    sum(value order by measure) filter (starts_with(measure, 'share_')) as share_sum,
    max(value) filter (measure = 'gini') > 0 as has_information
from {{ ref("fct_inequality") }}
group by system_code, variant_code, subsystem_code, scheme_code, year
