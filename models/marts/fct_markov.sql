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
    system_code in (select system_code from {{ ref("ind_synthetic_systems") }}) as is_synthetic,
    {{ as_of_date() }} as release_horizon,
    method_version
from
    (
        select *
        from {{ ref("calc_markov") }}
        union all by name
        select *
        from {{ ref("calc_spatial_markov") }}
    )
