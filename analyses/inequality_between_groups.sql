-- How unequal are the regions, and how much of it lies between groups?
-- 地区差异有多大，其中组间占多少？
select
    inequality.system_code,
    inequality.scheme_code,
    inequality.year,
    max(inequality.value) filter (inequality.measure = 'gini') as gini,
    max(inequality.value) filter (inequality.measure = 'share_within') as share_within,
    max(inequality.value) filter (inequality.measure = 'share_between') as share_between,
    max(inequality.value) filter (inequality.measure = 'share_transvariation') as share_transvariation,
    max(inequality.value) filter (inequality.measure = 'theil_t_total') as theil_t
from {{ ref("fct_inequality") }} as inequality
inner join
    {{ ref("dim_system") }} as systems
    on inequality.system_code = systems.system_code
    and inequality.variant_code = systems.default_variant_code
where inequality.subsystem_code = 'total' and inequality.group_code = 'all'
group by inequality.system_code, inequality.scheme_code, inequality.year
order by inequality.system_code, inequality.scheme_code, inequality.year
