-- Every row of the investments files in use.
select
    files.release_code,
    files.release_no,
    files.published_on,
    files.file_no,
    cells.file_id,
    cells.row_no,
    cells.investor_id,
    cells.investee_id,
    cells.amount,
    cells.amount_currency,
    cells.amount_unit,
    cells.invested_on,
    cells.exited_on,
    cells.problem_column,
    cells.problem_text
from {{ source("firm_rows", "investments") }} as cells
inner join {{ ref("stg_firm_rows__files") }} as files on cells.file_id = files.file_id
