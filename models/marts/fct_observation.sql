-- Every reported figure of every release, with the cell it came from; and what is worked out from such figures.
select
    region_code,
    indicator_code,
    year,
    release_code,
    value,
    unit_code,
    status,
    value_text,
    printed_unit_code,
    source_file,
    source_sheet,
    source_row,
    source_column,
    cell_id,
    not holds_in_year as is_counted_back,
    is_synthetic
from {{ ref("norm_observations") }}
union all by name
select
    region_code,
    indicator_code,
    year,
    release_code,
    value,
    unit_code,
    'derived' as status,
    formula as value_text,
    unit_code as printed_unit_code,
    cell_id,
    false as is_counted_back,
    is_synthetic
from {{ ref("ind_derived_values") }}
