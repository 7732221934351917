-- Violations: a region and year that is not scored because an indicator that stayed in the system is missing there.
select
    'incomplete_rows' as audit_code,
    concat_ws('|', cells.system_code, cells.region_code, cells.year) as subject,
    count(*) as stated,
    0 as expected,
    '缺 ' || string_agg(cells.indicator_code, ', ' order by cells.indicator_code) as detail_zh,
    'lacks ' || string_agg(cells.indicator_code, ', ' order by cells.indicator_code) as detail_en
from {{ ref("ind_system_cells") }} as cells
inner join {{ ref("ind_indicator_coverage") }} as coverage using (system_code, indicator_code)
where coverage.is_kept and cells.status = 'missing'
group by cells.system_code, cells.region_code, cells.year
