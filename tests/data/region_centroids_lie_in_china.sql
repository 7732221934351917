-- Every region of today above the county has one point of each kind, within the bounds of China; the two lie near each
-- other: 550 km hold for the largest province, 350 km for the largest prefecture beside Sansha.
with
    today as (
        select region_code, level
        from {{ ref("regions") }}
        where valid_to is null and level in ('province', 'prefecture')
    ),

    points as (select * from {{ ref("region_centroids") }}),

    apart as (
        select
            centres.region_code,
            -- A degree is 111.2 km; one of longitude shrinks with the latitude.
            111.2 * sqrt(
                power(centres.latitude - seats.latitude, 2)
                + power((centres.longitude - seats.longitude) * cos(radians(centres.latitude)), 2)
            ) as distance_km
        from points as centres
        inner join points as seats on centres.region_code = seats.region_code
        where centres.kind = 'area_centroid' and seats.kind = 'seat'
    )

select region_code, 'outside of China' as problem
from points
where longitude not between 73 and 136 or latitude not between 3 and 54
union all
select today.region_code, 'not one point of each kind'
from today
left join points using (region_code)
group by today.region_code
having count(*) filter (where kind = 'area_centroid') != 1 or count(*) filter (where kind = 'seat') != 1
union all
select points.region_code, 'no region of today'
from points
left join today using (region_code)
where today.region_code is null
union all
select region_code, 'seat is far from the centre'
from apart
inner join today using (region_code)
where distance_km > case when region_code = '460300' then 850 when level = 'province' then 550 else 350 end
