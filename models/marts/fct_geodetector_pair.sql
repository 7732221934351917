-- How two drivers explain a score together: q of their common strata, and the kind of interaction.
select
    system_code,
    variant_code,
    indicator_code,
    other_indicator_code,
    first_year,
    last_year,
    q,
    interaction,
    strata,
    variant_code in (select variant_code from {{ ref("geodetector_variants") }} where is_default) as is_default,
    {{ results_tail() }},
    method_version
from {{ ref("calc_geodetector_pairs") }}
