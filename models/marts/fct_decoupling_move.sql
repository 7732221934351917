-- How often regions go from one state or class of decoupling to another in the year that follows.
select
    system_code,
    pair_code,
    variant_code,
    kind,
    from_code,
    to_code,
    moves,
    moves_left_out,
    probability,
    variant_code in (select variant_code from {{ ref("decoupling_variants") }} where is_default) as is_default,
    {{ results_tail() }},
    method_version
from {{ ref("calc_decoupling_moves") }}
