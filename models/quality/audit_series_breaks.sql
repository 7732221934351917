-- Violations: a level that leaps from one year to the next inside one file, away from what the other regions do; the
-- years before and after were likely counted in different ways.
with
    steps as (
        select
            observations.*,
            lag(value) over series as value_before,
            ln(value / lag(value) over series) as growth,
            year - lag(year) over series as years
        from {{ ref("norm_observations") }} as observations
        inner join {{ ref("indicators") }} as indicators using (indicator_code)
        where
            indicators.kind in ('stock', 'flow')
            and observations.value > 0
            -- Invented firms are few: chance makes leaps that say nothing of how they were counted.
            and not (observations.status = 'derived' and observations.is_synthetic)
        window series as (partition by release_code, source_file, indicator_code, region_code order by year)
    ),

    against_others as (
        select
            *,
            growth - median(growth) over (partition by release_code, source_file, indicator_code, year) as deviation,
            count(*) over (partition by release_code, source_file, indicator_code, year) as regions
        from steps
        where years = 1
    ),

    scaled as (
        select
            *,
            -- How far regions of this file commonly are from each other: what is wide for GDP is not for water.
            median(abs(deviation)) over (partition by release_code, source_file, indicator_code) as usual
        from against_others
        where regions >= 5
    )

select
    'series_breaks' as audit_code,
    concat_ws('|', release_code, indicator_code, region_code, year) as subject,
    value as stated,
    value_before as expected,
    concat_ws('', source_file, '：', year - 1, '年', value_before, '，', year, '年', value, '，其他地区并无此变化') as detail_zh,
    concat_ws(
        '',
        source_file,
        ': ',
        value_before,
        ' in ',
        year - 1,
        ', ',
        value,
        ' in ',
        year,
        '; other regions moved otherwise'
    ) as detail_en
from scaled
where abs(deviation) > {{ var("break_log_change") }} and abs(deviation) > {{ var("break_times_usual") }} * usual
