-- The network of each city set as one, by release, chain, year and network variant.
select
    networks.release_code,
    networks.scheme_code,
    networks.group_code,
    networks.chain_code,
    networks.year,
    networks.variant_code,
    networks.cities,
    networks.arcs,
    networks.density,
    networks.mean_path,
    networks.reachable_share,
    networks.mean_clustering,
    variant_code in (select variant_code from {{ ref("network_variants") }} where is_default) as is_default,
    releases.is_synthetic,
    {{ release_horizon() }},
    networks.method_version
from {{ ref("calc_networks") }} as networks
inner join {{ ref("norm_known_releases") }} as releases using (release_code)
