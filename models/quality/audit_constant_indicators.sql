-- Violations: an indicator that is the same in every region of its scope, and so carries no information.
select
    'constant_indicators' as audit_code,
    concat_ws('|', weights.system_code, weights.variant_code, weights.indicator_code, weights.year) as subject,
    weights.weight as stated,
    null::double as expected,
    '各地区取值相同，权重为0' as detail_zh,
    'the same in every region; its weight is 0' as detail_en
from {{ ref("fct_weight") }} as weights
inner join {{ ref("dim_method_variant") }} as variants using (variant_code)
where weights.is_constant and variants.weighting not in ('fixed', 'fixed_scaled')
