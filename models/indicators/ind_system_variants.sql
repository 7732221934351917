-- The method options under which a system is computed, one column per option.
select
    system_variants.system_code,
    systems.weight_scope,
    variants.*,
    system_variants.variant_code = systems.default_variant_code as is_default
from {{ ref("system_variants") }} as system_variants
inner join {{ ref("systems") }} as systems using (system_code)
inner join {{ ref("method_variants") }} as variants using (variant_code)
