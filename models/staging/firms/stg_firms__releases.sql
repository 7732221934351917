-- The releases that firm files belong to, as their release.yml or their folder's name says.
select * from {{ source("firm_landing", "releases") }}
