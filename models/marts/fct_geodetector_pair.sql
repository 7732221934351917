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
    system_code in (select system_code from {{ ref("ind_synthetic_systems") }}) as is_synthetic,
    {{ as_of_date() }} as release_horizon,
    method_version
from {{ ref("calc_geodetector_pairs") }}
