-- The method options under which a system is computed, one column per option. Fixed weights are of no use once an
-- indicator that carries one has left the system.
select
    system_variants.system_code,
    systems.weight_scope,
    variants.*,
    system_variants.variant_code = systems.default_variant_code as is_default
from {{ ref("system_variants") }} as system_variants
inner join {{ ref("systems") }} as systems using (system_code)
inner join {{ ref("method_variants") }} as variants using (variant_code)
where
    variants.weighting not in ('fixed', 'fixed_scaled')
    or systems.system_code not in (
        select indicators.system_code
        from {{ ref("system_indicators") }} as indicators
        inner join {{ ref("ind_indicator_coverage") }} as coverage using (system_code, indicator_code)
        where indicators.fixed_weight > 0 and not coverage.is_kept
    )
