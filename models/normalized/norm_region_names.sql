-- Every name under which a source may call a region in a year; a name of one source goes before one of every source.
with
    own as (select * from {{ ref("norm_region_own_names") }}),

    -- A region that only got another name, code or rank is printed under the names of both times.
    same_region as (
        select region_code, successor_region_code as other_code
        from {{ ref("region_successions") }}
        where kind in ('renamed', 'recoded', 'upgraded') and (split_share = 1 or region_code = successor_region_code)
        union
        select successor_region_code, region_code
        from {{ ref("region_successions") }}
        where kind in ('renamed', 'recoded', 'upgraded') and split_share = 1
    ),

    borrowed as (
        select distinct
            own.region_name,
            own.source_code,
            regions.region_code,
            regions.level,
            regions.parent_code,
            regions.valid_from,
            regions.valid_to
        from same_region
        inner join own on same_region.other_code = own.region_code
        inner join {{ ref("norm_regions") }} as regions on same_region.region_code = regions.region_code
    ),

    -- Only where no other region of the level bears the name, and after the years in which one did.
    free as (
        select
            borrowed.region_name,
            borrowed.source_code,
            borrowed.region_code,
            borrowed.level,
            borrowed.parent_code,
            greatest(borrowed.valid_from, coalesce(max(own.valid_to) + 1, 0)) as valid_from,
            borrowed.valid_to
        from borrowed
        left join
            own
            on borrowed.region_name = own.region_name
            and borrowed.level = own.level
            and borrowed.valid_from <= coalesce(own.valid_to, 9999)
            and own.valid_from <= coalesce(borrowed.valid_to, 9999)
        group by
            borrowed.region_name,
            borrowed.source_code,
            borrowed.region_code,
            borrowed.level,
            borrowed.parent_code,
            borrowed.valid_from,
            borrowed.valid_to
        having count(own.region_code) = 0 or max(coalesce(own.valid_to, 9999)) < coalesce(borrowed.valid_to, 9999)
    )

select region_name, source_code, region_code, level, parent_code, valid_from, valid_to
from own
union
select region_name, source_code, region_code, level, parent_code, valid_from, valid_to
from free
