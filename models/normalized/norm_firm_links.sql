-- The weighted degree of a city among the cities that share a city set with it: links to and from them, in firms. Two
-- sets that share both cities count a link once.
with
    members as (
        select members.scheme_code, members.group_code, members.region_code
        from {{ ref("region_group_members") }} as members
        inner join {{ ref("city_sets") }} as sets using (scheme_code)
    ),

    linked as (
        select distinct edges.*
        from {{ ref("stg_firms__city_edges") }} as edges
        inner join members as origins on edges.from_region_code = origins.region_code
        inner join
            members as targets
            on edges.to_region_code = targets.region_code
            and origins.scheme_code = targets.scheme_code
            and origins.group_code = targets.group_code
    )

select release_code, chain_code, region_code, year, sum(firms) as weighted_degree
from
    (
        select release_code, chain_code, from_region_code as region_code, year, firms
        from linked
        union all
        select release_code, chain_code, to_region_code, year, firms
        from linked
    ) as ends
group by release_code, chain_code, region_code, year
