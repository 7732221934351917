-- How many links each city has at the end of a year, either way: a firm counts once for each other city.
select release_code, chain_code, region_code, year, sum(firms) as weighted_degree_all_cities
from
    (
        select release_code, chain_code, from_region_code as region_code, year, firms
        from {{ ref("ind_firm_city_edges") }}
        union all
        select release_code, chain_code, to_region_code, year, firms
        from {{ ref("ind_firm_city_edges") }}
    ) as ends
group by release_code, chain_code, region_code, year
