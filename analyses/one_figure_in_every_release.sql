-- One figure as every release gave it, with the cell of each: here a figure of the sample yearbook and its revision.
-- 同一数字在各次发布中的值及其单元格：此处为合成示例中的一个数字及其修订。
with chosen as (select '110000' as region_code, 'urban_road_area_per_capita' as indicator_code, 2018 as year)

select
    releases.published_on,
    releases.published_on_precision,
    release_code,
    observations.value_text,
    observations.value,
    observations.is_synthetic,
    observations.source_file,
    observations.source_sheet,
    observations.source_row,
    observations.source_column
from chosen
inner join {{ ref("fct_observation") }} as observations using (region_code, indicator_code, year)
inner join {{ ref("dim_release") }} as releases using (release_code)
order by releases.published_on, release_code
