-- Firms, capital and patents of each city and chain by year, from the firm rows of each release known on the horizon.
select
    years.release_code,
    years.region_code,
    years.chain_code,
    years.year,
    years.firms,
    years.new_firms,
    years.exited_firms,
    years.firms_without_capital,
    cast(years.surviving_capital_10k_cny as double) as surviving_capital_10k_cny,
    cast(years.new_capital_10k_cny as double) as new_capital_10k_cny,
    cast(years.exited_capital_10k_cny as double) as exited_capital_10k_cny,
    years.new_patents,
    years.patents,
    years.utility_patents,
    years.weighted_degree_all_cities,
    releases.is_synthetic,
    {{ release_horizon() }}
from {{ ref("stg_firms__city_years") }} as years
inner join {{ ref("norm_known_releases") }} as releases using (release_code)
