-- The normalised value of each cell under each variant of its system.
select
    variants.system_code,
    variants.variant_code,
    cells.subsystem_code,
    cells.region_code,
    cells.year,
    cells.indicator_code,
    cells.value as normalised_value,
    variants.is_default,
    {{ results_tail() }},
    cells.method_version
from {{ ref("ind_system_variants") }} as variants
inner join {{ ref("calc_normalised") }} as cells using (system_code, normalisation, scope)
