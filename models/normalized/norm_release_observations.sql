-- Every figure of every release, known on the horizon or still to come, in the indicator's unit, with the cell it came
-- from; one that is summed up over firm rows has the release's folder for a file, one counted in a work report that
-- report.
with
    figures as (
        select
            region_code,
            indicator_code,
            first_year as year,
            release_code,
            value,
            unit_code,
            case when is_corrected then 'corrected' else 'reported' end as status,
            cell_id,
            source_file,
            source_sheet,
            source_row,
            source_column,
            value_text,
            half_unit,
            printed_unit_code,
            holds_in_year
        from {{ ref("norm_judged_figures") }}
        where outcome = 'observed'
    ),

    -- What is summed up or counted here was not rounded by a printer.
    computed as (
        select *
        from {{ ref("norm_firm_observations") }}
        union all by name
        select *
        from {{ ref("norm_report_observations") }}
    )

select figures.*, releases.published_on, releases.is_synthetic
from
    (
        select *
        from figures
        union all by name
        select *, 'derived' as status, 0 as half_unit, unit_code as printed_unit_code
        from computed
    ) as figures
inner join {{ ref("norm_releases") }} as releases using (release_code)
