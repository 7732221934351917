-- What became of the rows of each firm file.
select * from {{ source("firms", "ind_firm_files") }}
