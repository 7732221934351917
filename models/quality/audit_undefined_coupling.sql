-- Violations: a region whose subsystems all score 0, so that its coupling degree is undefined.
select
    'undefined_coupling' as audit_code,
    concat_ws('|', system_code, variant_code, region_code, year) as subject,
    coordination as stated,
    null::double as expected,
    '各子系统得分均为0，耦合度无定义，协调度记0' as detail_zh,
    'all subsystems score 0: the coupling degree is undefined, the coordination 0' as detail_en
from {{ ref("fct_coupling") }}
where is_undefined
