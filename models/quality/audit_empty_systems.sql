-- Violations: a system with figures of each indicator but without a single row that could be scored, and no release is
-- still to come.
select
    'empty_systems' as audit_code,
    system_code as subject,
    0 as stated,
    1 as expected,
    '没有任何地区和年份具备全部指标' as detail_zh,
    'no region and year has all indicators' as detail_en
from {{ ref("ind_unscored_systems") }}
where indicators_without is null and not has_more_to_come
