-- How often regions go from one state or class of decoupling to another in the year that follows.
select
    system_code,
    pair_code,
    variant_code,
    kind,
    from_code,
    to_code,
    moves,
    probability,
    system_code in (select system_code from {{ ref("ind_synthetic_systems") }}) as is_synthetic,
    {{ as_of_date() }} as release_horizon,
    method_version
from {{ ref("calc_decoupling_moves") }}
