-- The indicators of each system, and how much of each is there.
select
    indicators.system_code,
    indicators.subsystem_code,
    subsystems.name_zh as subsystem_name_zh,
    subsystems.name_en as subsystem_name_en,
    subsystems.contribution,
    indicators.indicator_code,
    indicators.criterion_zh,
    indicators.criterion_en,
    indicators.direction,
    indicators.fixed_weight,
    indicators.sort_order,
    coverage.cells_asked,
    coverage.cells_reported,
    coverage.cells_derived,
    coverage.cells_interpolated,
    coverage.cells_missing,
    coverage.not_reported_share,
    coverage.is_kept
from {{ ref("system_indicators") }} as indicators
inner join {{ ref("system_subsystems") }} as subsystems using (system_code, subsystem_code)
inner join {{ ref("ind_indicator_coverage") }} as coverage using (system_code, indicator_code)
