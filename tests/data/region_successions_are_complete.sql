-- Every prefecture or province that ended or was renamed has successors that exist in the next year, and following them
-- leads to regions of today.
with recursive
    spans as (select * from {{ ref("norm_regions") }}),

    successions as (select * from {{ ref("region_successions") }}),

    steps as (
        select region_code as start_code, last_year as start_year, successor_region_code as region_code, last_year
        from successions
        union
        select steps.start_code, steps.start_year, successions.successor_region_code, successions.last_year
        from steps
        inner join
            successions on steps.region_code = successions.region_code and steps.last_year < successions.last_year
    )

select region_code, valid_to as last_year, 'ended without a successor' as problem
from spans
where
    valid_to is not null
    and level in ('province', 'prefecture')
    and (region_code, valid_to) not in (select (region_code, last_year) from successions)
union all
select region_code, last_year, 'did not end or change its name in that year'
from successions
where (region_code, last_year) not in (select (region_code, valid_to) from spans where valid_to is not null)
union all
select region_code, last_year, 'successor does not exist in the next year'
from successions
where
    not exists (
        select *
        from spans
        where
            spans.region_code = successions.successor_region_code
            and successions.last_year + 1 between spans.valid_from and coalesce(spans.valid_to, 9999)
    )
union all
select start_code, start_year, 'leads to no region of today'
from steps
left join spans on steps.region_code = spans.region_code and spans.valid_to is null
group by start_code, start_year
having count(spans.region_code) = 0
union all
select region_code, last_year, 'more than the whole was passed on'
from successions
group by region_code, last_year
having sum(split_share) > 1 or (count(*) > 1 and max(split_share) = 1)
union all
select successions.region_code, successions.last_year, 'level change is not what the levels say'
from successions
inner join {{ ref("dim_region") }} as regions using (region_code)
inner join {{ ref("dim_region") }} as heirs on successions.successor_region_code = heirs.region_code
where successions.is_level_change != (regions.level != heirs.level)
