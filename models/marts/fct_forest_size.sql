-- Out-of-bag error of random forests by number of trees, and the number that is taken.
select
    system_code,
    variant_code,
    trees,
    error,
    is_chosen,
    regions_and_years,
    system_code in (select system_code from {{ ref("ind_synthetic_systems") }}) as is_synthetic,
    {{ as_of_date() }} as release_horizon,
    method_version
from {{ ref("calc_forest_size") }}
