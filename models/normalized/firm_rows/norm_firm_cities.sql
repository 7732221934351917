{{ config(enabled=(target.name == "firms"), tags=["firm_lookups"]) }}

-- The prefecture or municipality that the city of a firm names in the year of its release: by name or by code,
-- that of a county stands for the prefecture it lies in. A city that names two, or none, is not here.
with
    cities as (
        select distinct release_code, year(published_on) as year, city, lower({{ plain_text("city") }}) as label
        from {{ ref("stg_firm_rows__enterprises") }}
        where city is not null
    ),

    municipalities as (select region_code from {{ ref("regions") }} where level = 'province' and name_zh like '%市'),

    named as (
        select cities.release_code, cities.year, cities.city, names.region_code, names.level, names.parent_code
        from cities
        inner join
            {{ ref("norm_region_names") }} as names
            on cities.label = names.region_name
            and cities.year between names.valid_from and coalesce(names.valid_to, 9999)
        where coalesce(names.source_code, 'firms') = 'firms'
        union
        select cities.release_code, cities.year, cities.city, regions.region_code, regions.level, regions.parent_code
        from cities
        inner join
            {{ ref("norm_regions") }} as regions
            on left(cities.label, 6) = regions.region_code
            and cities.year between regions.valid_from and coalesce(regions.valid_to, 9999)
        where regexp_full_match(cities.label, '[0-9]{6}([0-9]{6})?')
    ),

    lifted as (
        select
            named.release_code,
            named.city,
            case
                when named.level = 'prefecture' or named.region_code in (select region_code from municipalities)
                then named.region_code
                when named.level = 'county'
                then
                    case
                        when named.parent_code in (select region_code from municipalities)
                        then named.parent_code
                        else prefectures.region_code
                    end
            end as region_code,
            -- A prefecture goes before a county of the same name.
            case when named.level = 'county' then 2 else 1 end as place
        from named
        left join
            {{ ref("regions") }} as prefectures
            on named.parent_code = prefectures.region_code
            and prefectures.level = 'prefecture'
            and named.year between prefectures.valid_from and coalesce(prefectures.valid_to, 9999)
    ),

    nearest as (
        select *
        from lifted
        where region_code is not null
        qualify place = min(place) over (partition by release_code, city)
    )

select release_code, city, min(region_code) as region_code
from nearest
group by release_code, city
having count(distinct region_code) = 1
