-- Every reported figure of the releases known on the horizon, in the indicator's unit, with the cell it came from.
select
    region_code,
    indicator_code,
    first_year as year,
    release_code,
    value,
    unit_code,
    'reported' as status,
    cell_id,
    'published/' || doc_id || '/' || article as source_file,
    'table ' || table_no as source_sheet,
    source_line as source_row,
    indicator_text as source_column,
    value_text,
    half_unit,
    printed_unit_code,
    releases.is_synthetic
from {{ ref("norm_published_cells") }}
inner join {{ ref("releases") }} as releases using (release_code)
where outcome = 'observed' and releases.published_on <= {{ as_of_date() }}
