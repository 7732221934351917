-- Links between the cities of each city set.
select edges.*, origins.scheme_code, origins.group_code
from {{ ref("stg_firms__city_edges") }} as edges
inner join {{ ref("region_group_members") }} as origins on edges.from_region_code = origins.region_code
inner join
    {{ ref("region_group_members") }} as targets
    on edges.to_region_code = targets.region_code
    and origins.scheme_code = targets.scheme_code
    and origins.group_code = targets.group_code
inner join {{ ref("city_sets") }} as sets on origins.scheme_code = sets.scheme_code
inner join {{ ref("norm_known_releases") }} as releases on edges.release_code = releases.release_code
