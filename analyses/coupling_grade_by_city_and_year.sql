-- In which grade of coordination is each city in each year?
-- 各城市历年处于哪一协调等级？
-- Columns are years; a system of other years needs other columns.
select
    regions.short_name_zh,
    regions.name_en,
    max(couplings.grade_name_zh) filter (couplings.year = 2014) as grade_2014,
    max(couplings.grade_name_zh) filter (couplings.year = 2017) as grade_2017,
    max(couplings.grade_name_zh) filter (couplings.year = 2020) as grade_2020,
    max(couplings.grade_name_zh) filter (couplings.year = 2023) as grade_2023,
    max(couplings.coordination) filter (couplings.year = 2023)
    - max(couplings.coordination) filter (couplings.year = 2014) as change_of_coordination
from {{ ref("fct_coupling") }} as couplings
inner join {{ ref("dim_region") }} as regions using (region_code)
where couplings.system_code = 'dual_chain' and couplings.is_default
group by regions.region_code, regions.short_name_zh, regions.name_en
order by max(couplings.coordination) filter (couplings.year = 2023) desc
