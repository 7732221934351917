-- Firms, capital and patents of each city, chain and year, as the firm rows of a release give them.
select * from {{ source("firms", "ind_firm_city_years") }}
