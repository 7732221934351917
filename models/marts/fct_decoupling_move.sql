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
    {{ results_tail() }},
    method_version
from {{ ref("calc_decoupling_moves") }}
