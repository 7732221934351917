-- Every enterprise row with its city, chain and capital in 10k yuan, as far as they are known. A part of one
-- query: as a table it would hold every row twice.
{{ config(materialized="ephemeral") }}

select
    firms.*,
    firms.file_no * 1099511627776 + firms.row_no as firm_key,
    cities.region_code,
    industries.section,
    industries.chain_code,
    industries.chain_no,
    {{ amount_10k_cny("firms.registered_capital", "currencies.factor") }} as capital_10k_cny
from {{ ref("stg_firm_rows__enterprises") }} as firms
left join
    {{ firm_lookup("norm_firm_cities") }} as cities
    on firms.release_code = cities.release_code
    and firms.city = cities.city
left join {{ firm_lookup("norm_firm_industries") }} as industries on firms.industry = industries.industry
left join
    {{ firm_lookup("norm_firm_currencies") }} as currencies
    on firms.capital_currency = currencies.currency
    and firms.capital_unit = currencies.unit
    and year(firms.established_on) = currencies.year
