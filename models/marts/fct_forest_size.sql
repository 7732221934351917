-- Out-of-bag error of random forests by number of trees, and the number that is taken.
select
    system_code,
    variant_code,
    trees,
    error,
    is_chosen,
    regions_and_years,
    variant_code in (select variant_code from {{ ref("forest_variants") }} where is_default) as is_default,
    {{ results_tail() }},
    method_version
from {{ ref("calc_forest_size") }}
