-- The releases that work reports belong to, as their release.yml or their folder's name says.
select * from {{ source("reports", "releases") }}
