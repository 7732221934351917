-- Every row of the patents files in use.
select
    files.release_code,
    files.release_no,
    files.published_on,
    files.file_no,
    cells.file_id,
    cells.row_no,
    cells.applicant_id,
    cells.patent_type,
    cells.granted_on,
    cells.problem_column,
    cells.problem_text
from {{ source("firm_rows", "patents") }} as cells
inner join {{ ref("stg_firm_rows__files") }} as files on cells.file_id = files.file_id
