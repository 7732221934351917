-- Every figure of the releases known on the horizon, in the indicator's unit, with the cell it came from; one that is
-- summed up over firm rows has the release's folder for a file, one that is counted in a work report that report.
select
    figures.region_code,
    figures.indicator_code,
    figures.first_year as year,
    figures.release_code,
    figures.value,
    figures.unit_code,
    case when figures.is_corrected then 'corrected' else 'reported' end as status,
    figures.cell_id,
    figures.source_file,
    figures.source_sheet,
    figures.source_row,
    figures.source_column,
    figures.value_text,
    figures.half_unit,
    figures.printed_unit_code,
    figures.holds_in_year,
    releases.is_synthetic
from {{ ref("norm_judged_figures") }} as figures
inner join {{ ref("norm_releases") }} as releases using (release_code)
where figures.outcome = 'observed' and releases.published_on <= {{ as_of_date() }}
union all by name
select
    observations.region_code,
    observations.indicator_code,
    observations.year,
    observations.release_code,
    observations.value,
    observations.unit_code,
    'derived' as status,
    observations.cell_id,
    'firms/' || releases.edition as source_file,
    observations.chain_code as source_sheet,
    null as source_row,
    observations.measure as source_column,
    'sum over firm rows' as value_text,
    0 as half_unit,
    observations.unit_code as printed_unit_code,
    null as holds_in_year,
    releases.is_synthetic
from {{ ref("norm_firm_observations") }} as observations
inner join {{ ref("norm_releases") }} as releases using (release_code)
where releases.published_on <= {{ as_of_date() }}
union all by name
select
    observations.region_code,
    observations.indicator_code,
    observations.year,
    observations.release_code,
    observations.value,
    observations.unit_code,
    'derived' as status,
    observations.cell_id,
    observations.source_file,
    observations.counting as source_column,
    observations.told as value_text,
    0 as half_unit,
    observations.unit_code as printed_unit_code,
    observations.holds_in_year,
    releases.is_synthetic
from {{ ref("norm_report_observations") }} as observations
inner join {{ ref("norm_releases") }} as releases using (release_code)
where releases.published_on <= {{ as_of_date() }}
