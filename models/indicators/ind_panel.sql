-- The panel that the methods work on: indicators that stay in their system, rows in which every one has a value.
-- A system that has lost all indicators of a subsystem is not scored: its total would lack that part without a word.
with
    kept as (
        select cells.*
        from {{ ref("ind_system_cells") }} as cells
        inner join {{ ref("ind_indicator_coverage") }} as coverage using (system_code, indicator_code)
        where
            coverage.is_kept
            and cells.system_code not in (
                select subsystems.system_code
                from {{ ref("system_subsystems") }} as subsystems
                left join {{ ref("system_indicators") }} as indicators using (system_code, subsystem_code)
                left join {{ ref("ind_indicator_coverage") }} as found using (system_code, indicator_code)
                group by subsystems.system_code, subsystems.subsystem_code
                having not coalesce(bool_or(found.is_kept), false)
            )
    ),

    -- A region and year that lacks one indicator is not scored; `audit_incomplete_rows` lists it.
    complete as (
        select *
        from kept
        qualify count(*) filter (status = 'missing') over (partition by system_code, region_code, year) = 0
    )

select
    * exclude (half_unit),
    -- Half a unit of the last place that the indicator is printed to (some cells drop trailing zeros, hence the
    -- finest): how far a reported value may be from the unrounded one.
    min(half_unit) over (partition by system_code, indicator_code) as half_unit,
    count(*) filter (status = 'interpolated') over (partition by system_code)
    / count(*) over (partition by system_code) as share_filled
from complete
