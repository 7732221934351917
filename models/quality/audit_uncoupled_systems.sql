-- Violations: a system of several subsystems that is scored but not coupled under one of its variants.
select
    'uncoupled_systems' as audit_code,
    concat_ws('|', variants.system_code, variants.variant_code) as subject,
    null::double as stated,
    null::double as expected,
    '该方案下不计算耦合：half 形式只用于两个子系统，未标准化的得分没有共同上界' as detail_zh,
    'no coupling under this variant: the half form is for two subsystems, and scores that are not normalised have no common bound'
    as detail_en
from {{ ref("ind_system_variants") }} as variants
where
    variants.system_code
    in (select system_code from {{ ref("system_subsystems") }} group by system_code having count(*) > 1)
    and variants.system_code in (select system_code from {{ ref("fct_indicator_panel") }})
    and (variants.system_code, variants.variant_code)
    not in (select (system_code, variant_code) from {{ ref("fct_coupling") }})
