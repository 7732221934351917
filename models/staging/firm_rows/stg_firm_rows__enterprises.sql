-- Every row of the enterprises files in use.
select
    files.release_code,
    files.release_no,
    files.published_on,
    files.file_no,
    cells.file_id,
    cells.row_no,
    cells.enterprise_id,
    cells.city,
    cells.industry,
    cells.established_on,
    cells.deregistered_on,
    cells.registered_capital,
    cells.capital_currency,
    cells.capital_unit,
    cells.problem_column,
    cells.problem_text
from {{ source("firm_rows", "enterprises") }} as cells
inner join {{ ref("stg_firm_rows__files") }} as files on cells.file_id = files.file_id
