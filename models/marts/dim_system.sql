-- Indicator systems: what they measure, where, and under which default variant.
select
    system_code,
    name_zh,
    name_en,
    scope_scheme_code,
    scope_group_code,
    scope_unit,
    weight_scope,
    whole_region_code,
    source_code,
    default_variant_code,
    description_zh,
    description_en,
    system_code in (select system_code from {{ ref("ind_synthetic_systems") }}) as is_synthetic
from {{ ref("systems") }}
