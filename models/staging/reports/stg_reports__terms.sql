-- How often each term stands in each counted report.
select * from {{ source("reports", "terms") }}
