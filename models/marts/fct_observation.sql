-- Every reported figure of every release, with the cell it came from.
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
