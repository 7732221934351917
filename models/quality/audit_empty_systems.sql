-- Violations: a system with figures but without a single row that could be scored, and no release is still to come.
select
    'empty_systems' as audit_code,
    releases.system_code as subject,
    0 as stated,
    1 as expected,
    '没有任何地区和年份具备全部指标' as detail_zh,
    'no region and year has all indicators' as detail_en
from {{ ref("ind_system_releases") }} as releases
where releases.system_code not in (select system_code from {{ ref("fct_indicator_panel") }})
group by releases.system_code
having max(releases.published_on) <= {{ as_of_date() }}
