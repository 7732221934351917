-- Violations: a region that is scored but belongs to no group of a scheme by which its system is summed up.
select distinct
    'ungrouped_regions' as audit_code,
    concat_ws('|', scores.system_code, schemes.scheme_code, scores.region_code) as subject,
    null::double as stated,
    null::double as expected,
    '该地区不在分组方案中，分组结果不含它' as detail_zh,
    'in no group of the scheme; results by group leave it out' as detail_en
from {{ ref("fct_score") }} as scores
inner join {{ ref("system_groupings") }} as schemes using (system_code)
left join {{ ref("dim_region_group") }} as members using (scheme_code, region_code)
where members.group_code is null
