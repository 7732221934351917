-- Violations: an indicator that left its system because too many of its cells are missing.
-- A system that waits for data is the business of audit_systems_without_data.
select
    'missing_indicators' as audit_code,
    concat_ws('|', system_code, indicator_code) as subject,
    not_reported_share as stated,
    cast({{ var("max_missing_share") }} as double) as expected,
    cells_missing + cells_interpolated || ' / ' || cells_asked || ' 个单元格无公布值，指标退出体系' as detail_zh,
    cells_missing
    + cells_interpolated
    || ' of '
    || cells_asked
    || ' cells are not reported; the indicator left the system' as detail_en
from {{ ref("ind_indicator_coverage") }}
where
    not is_kept
    and system_code
    not in (select system_code from {{ ref("ind_unscored_systems") }} where indicators_without is not null)
