-- How well a random forest predicts scores of whole regions that it has not seen, and of rows at random.
select
    system_code,
    variant_code,
    held_out,
    r2,
    mean_absolute_error,
    folds,
    trees,
    regions_and_years,
    variant_code in (select variant_code from {{ ref("forest_variants") }} where is_default) as is_default,
    {{ results_tail() }},
    method_version
from {{ ref("calc_driver_validation") }}
