-- How much of what each system asks for is there, and which indicators had to leave?
-- 各体系数据有多完整，哪些指标退出？
with
    scored as (
        select system_code, count(*) as rows_scored
        from {{ ref("fct_score") }}
        where is_default and subsystem_code = 'total'
        group by system_code
    )

select
    indicators.system_code,
    count(*) as indicators_asked,
    count(*) filter (indicators.is_kept) as indicators_kept,
    sum(indicators.cells_asked) as cells_asked,
    sum(indicators.cells_reported) as cells_reported,
    sum(indicators.cells_interpolated) as cells_interpolated,
    sum(indicators.cells_missing) as cells_missing,
    string_agg(indicators.indicator_code, ', ' order by indicators.indicator_code) filter (
        not indicators.is_kept
    ) as indicators_that_left,
    -- The audit's findings say why an indicator left, where someone has written it down.
    string_agg(findings.reason_en, '; ' order by indicators.indicator_code) as reasons,
    any_value(scored.rows_scored) as rows_scored
from {{ ref("dim_system_indicator") }} as indicators
left join
    {{ ref("fct_audit_finding") }} as findings
    on findings.audit_code = 'missing_indicators'
    and findings.subject = concat_ws('|', indicators.system_code, indicators.indicator_code)
left join scored on indicators.system_code = scored.system_code
group by indicators.system_code
order by indicators.system_code
