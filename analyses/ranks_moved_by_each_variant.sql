-- How far does each method variant move the thirteen cities by coupling coordination?
-- 各方法方案使13城的位次变动多少？
-- Against the default variant, over all years.
with
    places as (
        select
            variant_code,
            region_code,
            year,
            is_default,
            coordination,
            rank() over (partition by variant_code, year order by coordination desc) as place
        from {{ ref("fct_coupling") }}
        where system_code = 'dual_chain'
    )

select
    places.variant_code,
    variants.name_zh,
    variants.name_en,
    count(*) as city_years,
    count(*) filter (places.place != defaults.place) as city_years_moved,
    count(*) filter (places.place != defaults.place and places.year = 2023) as cities_moved_2023,
    max(abs(places.place - defaults.place)) as largest_move,
    avg(abs(places.coordination - defaults.coordination)) as mean_change_of_coordination
from places
inner join
    places as defaults
    on places.region_code = defaults.region_code
    and places.year = defaults.year
    and defaults.is_default
inner join {{ ref("dim_method_variant") }} as variants on places.variant_code = variants.variant_code
group by places.variant_code, variants.name_zh, variants.name_en
order by city_years_moved desc, mean_change_of_coordination desc
