-- Systems without a row to score, and what they wait for.
select
    coverage.system_code,
    cast(count(*) as integer) as indicators,
    list(coverage.indicator_code order by coverage.indicator_code) filter (
        coverage.cells_missing = coverage.cells_asked
    ) as indicators_without,
    coverage.system_code
    in (select system_code from {{ ref("ind_system_releases") }} where not is_known) as has_more_to_come
from {{ ref("ind_indicator_coverage") }} as coverage
where coverage.system_code not in (select system_code from {{ ref("ind_panel") }})
group by coverage.system_code
