-- The releases that the landing folders hold, as their release.yml or their name says.
select * from {{ source("landing", "releases") }}
