-- Violations: a system without a single row that could be scored, although no release of its figures is still to come.
select
    'empty_systems' as audit_code,
    systems.system_code as subject,
    0 as stated,
    1 as expected,
    '没有任何地区和年份具备全部指标' as detail_zh,
    'no region and year has all indicators' as detail_en
from {{ ref("dim_system") }} as systems
left join {{ ref("fct_indicator_panel") }} as panel using (system_code)
where
    panel.system_code is null
    and not exists (
        select 1
        from {{ ref("ind_system_regions") }} as regions
        inner join {{ ref("system_indicators") }} as indicators using (system_code)
        inner join {{ ref("norm_published_cells") }} as cells using (region_code, indicator_code)
        inner join {{ ref("dim_release") }} as releases using (release_code)
        where
            regions.system_code = systems.system_code
            and cells.outcome = 'observed'
            and releases.published_on > {{ as_of_date() }}
    )
