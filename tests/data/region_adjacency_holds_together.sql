-- Each pair stands once, smaller code first, so that the relation is symmetric and without loops; both are regions of
-- today on that level; and two provinces are neighbours exactly if some of their prefectures are.
with
    pairs as (select * from {{ ref("region_adjacency") }}),

    today as (select region_code, level from {{ ref("regions") }} where valid_to is null),

    across as (
        select distinct
            least(left(region_code, 2), left(neighbour_code, 2)) || '0000' as region_code,
            greatest(left(region_code, 2), left(neighbour_code, 2)) || '0000' as neighbour_code
        from pairs
        where level = 'prefecture' and left(region_code, 2) != left(neighbour_code, 2)
    ),

    of_provinces as (select region_code, neighbour_code from pairs where level = 'province')

select level, region_code, neighbour_code, 'smaller code is not first' as problem
from pairs
where region_code >= neighbour_code
union all
select pairs.level, pairs.region_code, pairs.neighbour_code, 'no region of today on this level'
from pairs
left join today as ones on pairs.region_code = ones.region_code
left join today as others on pairs.neighbour_code = others.region_code
where
    -- A province without prefectures is its own on the level below.
    ones.level is distinct from pairs.level
    and not coalesce(pairs.level = 'prefecture' and left(pairs.region_code, 2) in ('11', '12', '31', '50'), false)
    or others.level is distinct from pairs.level
    and not coalesce(
        pairs.level = 'prefecture' and left(pairs.neighbour_code, 2) in ('11', '12', '31', '50', '81', '82'), false
    )
union all
select 'province', region_code, neighbour_code, 'prefectures meet, provinces do not'
from across
where (region_code, neighbour_code) not in (select (region_code, neighbour_code) from of_provinces)
union all
select 'province', region_code, neighbour_code, 'provinces meet, prefectures do not'
from of_provinces
where (region_code, neighbour_code) not in (select (region_code, neighbour_code) from across)
