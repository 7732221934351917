-- How many firms of a chain in one city hold something in another at the end of a year.
select * from {{ source("firms", "ind_firm_city_edges") }}
