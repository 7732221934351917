-- A region has one name and one parent in a year.
select region_code, valid_from, valid_to, next_valid_from
from
    (
        select
            region_code,
            valid_from,
            valid_to,
            lead(valid_from) over (partition by region_code order by valid_from) as next_valid_from
        from {{ ref("norm_regions") }}
    ) as spans
where valid_from > coalesce(valid_to, 9999) or coalesce(valid_to, 9999) >= next_valid_from
