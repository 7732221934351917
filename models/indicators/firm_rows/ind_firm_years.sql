-- The years for which firms are counted, by release.
select release_code, {{ each_year("first_year", "last_year") }} as year
from
    (
        select release_code, {{ var("firm_first_year") }} as first_year, max(last_year) as last_year
        from {{ ref("stg_firm_rows__files") }}
        group by release_code
    ) as spans
