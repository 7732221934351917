-- Violations: a system without a row, of which an indicator has no figure at all, and no release is still to come.
select
    'systems_without_data' as audit_code,
    system_code as subject,
    0 as stated,
    1 as expected,
    '尚无任何数字的指标：' || indicators_without as detail_zh,
    'no figure yet of ' || indicators_without as detail_en
from {{ ref("ind_unscored_systems") }}
where not has_figures_of_all and not has_more_to_come
