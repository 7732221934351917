-- Violations: a system of whose indicators no release holds a figure.
select
    'systems_without_data' as audit_code,
    system_code as subject,
    0 as stated,
    1 as expected,
    '其指标尚无任何数据' as detail_zh,
    'no figure of its indicators has landed' as detail_en
from {{ ref("dim_system") }}
where system_code not in (select system_code from {{ ref("ind_system_releases") }})
