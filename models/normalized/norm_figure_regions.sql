-- The region that each label means in its table and year. Several that are left are not chosen between.
with
    candidates as (
        select
            *,
            -- 仙桃, 济源: counties without a prefecture stand among prefectures.
            level = 'county' and region_code like '__90__' as is_directly_governed,
            min(level) over same_label = max(level) over same_label as is_of_one_level,
            count(*) over same_label as regions_of_label
        from {{ ref("norm_region_candidates") }}
        window same_label as (partition by source_code, table_id, region_label, beside_label, first_year)
    ),

    -- What the labels of the table that can mean only one region are: 吉林 among prefectures is the city.
    around as (select * from candidates where regions_of_label = 1 and not is_contradicted),

    -- A few counties do not make a table of prefectures one of counties.
    levels as (
        select table_id, level
        from around
        where not is_directly_governed
        group by table_id, level
        qualify
            level != 'county'
            or 2 * count(*) > coalesce(max(count(*)) filter (level = 'prefecture') over (partition by table_id), 0)
    ),

    provinces as (select distinct table_id, province from around where level in ('prefecture', 'county')),

    -- Of two regions of one level the one of that year is meant: 信阳 as a prefecture, before it became a city.
    fitting as (
        select candidates.*
        from candidates
        left join levels using (table_id, level)
        left join provinces using (table_id, province)
        qualify
            rank() over (
                partition by source_code, table_id, region_label, beside_label, first_year
                order by
                    levels.level is not null desc,
                    provinces.province is not null desc,
                    is_of_one_level and holds_in_year desc
            )
            = 1
    )

select
    source_code,
    table_id,
    region_label,
    beside_label,
    first_year,
    case when count(distinct region_code) = 1 and not bool_or(is_contradicted) then min(region_code) end as region_code,
    count(distinct region_code) as regions_found,
    bool_and(holds_in_year) as holds_in_year,
    bool_or(is_contradicted) as is_contradicted
from fitting
group by source_code, table_id, region_label, beside_label, first_year
