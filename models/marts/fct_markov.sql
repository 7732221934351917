-- How regions move between classes of their score: counts and probabilities, plain and by the class of the neighbours.
select
    system_code,
    variant_code,
    measure,
    neighbour_class,
    from_class,
    to_class,
    value,
    nullif(note, '') as note,
    variant_code in (select variant_code from {{ ref("markov_variants") }} where is_default) as is_default,
    {{ results_tail() }},
    method_version
from
    (
        select *
        from {{ ref("calc_markov") }}
        union all by name
        select *
        from {{ ref("calc_spatial_markov") }}
    )
