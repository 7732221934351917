-- Each city in the network of its city set, by release, chain, year and network variant.
select
    networks.release_code,
    networks.scheme_code,
    networks.group_code,
    networks.chain_code,
    networks.year,
    networks.variant_code,
    networks.region_code,
    cast(networks.weighted_degree_in as bigint) as weighted_degree_in,
    cast(networks.weighted_degree_out as bigint) as weighted_degree_out,
    cast(networks.weighted_degree_total as bigint) as weighted_degree,
    cast(networks.partners_in as integer) as partners_in,
    cast(networks.partners_out as integer) as partners_out,
    cast(networks.partners as integer) as partners,
    networks.clustering,
    networks.closeness,
    networks.reached_share,
    networks.betweenness,
    variant_code in (select variant_code from {{ ref("network_variants") }} where is_default) as is_default,
    releases.is_synthetic,
    {{ release_horizon() }},
    networks.method_version
from {{ ref("calc_city_networks") }} as networks
inner join {{ ref("norm_known_releases") }} as releases using (release_code)
