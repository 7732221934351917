-- The firm files of the landing folders: how many rows were read, or why none was.
select
    path as source_file,
    nullif(release_code, '') as release_code,
    nullif(firm_table, '') as firm_table,
    nullif(sha256, '') as sha256,
    bytes,
    row_count,
    first_seen,
    nullif(refusal, '') as refusal,
    nullif(warning, '') as warning
from {{ source("firm_landing", "files") }}
