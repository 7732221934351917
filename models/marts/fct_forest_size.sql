-- Out-of-bag error of random forests by number of trees, and the number that is taken.
select system_code, variant_code, trees, error, is_chosen, regions_and_years, {{ results_tail() }}, method_version
from {{ ref("calc_forest_size") }}
