-- What 全省 and 合计 among the parts of one region mean: that region. 合计 only if every prefecture of a province stands
-- in the table, since it may be the sum of some.
with
    labels as (
        select distinct
            labels.source_code,
            labels.table_id,
            labels.region_label,
            labels.first_year,
            wholes.level,
            wholes.needs_every_part
        from {{ ref("norm_figure_labels") }} as labels
        inner join
            {{ ref("whole_region_labels") }} as wholes
            on lower({{ plain_text("labels.region_label") }}) = lower({{ plain_text("wholes.label") }})
    ),

    parts as (
        select distinct
            found.source_code,
            found.table_id,
            found.first_year,
            found.region_code,
            spans.level,
            case spans.level when 'county' then spans.parent_code end as city_code,
            left(found.region_code, 2) || '0000' as province_code
        from {{ ref("norm_figure_regions") }} as found
        inner join
            {{ ref("norm_regions") }} as spans
            on found.region_code = spans.region_code
            and found.first_year between spans.valid_from and coalesce(spans.valid_to, 9999)
        where spans.level in ('prefecture', 'county')
    ),

    prefectures as (
        select years.first_year, left(region_code, 2) || '0000' as province_code, count(*) as prefectures
        from {{ ref("norm_regions") }} as spans
        inner join
            (select distinct first_year from labels) as years
            on years.first_year between spans.valid_from and coalesce(spans.valid_to, 9999)
        where level = 'prefecture'
        group by all
    ),

    -- The parts that stand in the table: all of one province, all of one city.
    around as (
        select
            source_code,
            table_id,
            first_year,
            count(*) as parts,
            case when count(distinct province_code) = 1 then min(province_code) end as province_code,
            case
                when bool_and(city_code is not null) and count(distinct city_code) = 1 then min(city_code)
            end as city_code,
            count(*) filter (level = 'prefecture') as prefectures_found
        from parts
        group by source_code, table_id, first_year
    )

select
    labels.source_code,
    labels.table_id,
    labels.region_label,
    labels.first_year,
    case labels.level when 'province' then around.province_code else around.city_code end as region_code
from labels
inner join around using (source_code, table_id, first_year)
left join prefectures using (first_year, province_code)
where
    around.parts > 1
    and case labels.level when 'province' then around.province_code else around.city_code end is not null
    and (not labels.needs_every_part or around.prefectures_found = prefectures.prefectures)
