-- Links from city to city: how many firms of a chain in one hold something in the other at the end of a year.
select
    edges.release_code,
    edges.chain_code,
    edges.from_region_code,
    edges.to_region_code,
    edges.year,
    edges.firms,
    releases.is_synthetic,
    {{ release_horizon() }}
from {{ ref("stg_firms__city_edges") }} as edges
inner join {{ ref("norm_known_releases") }} as releases using (release_code)
