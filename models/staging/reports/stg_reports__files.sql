-- The work reports of the landing folders: how many words each has, or why it was not read.
select
    path as source_file,
    nullif(file_id, '') as file_id,
    nullif(release_code, '') as release_code,
    nullif(region_label, '') as region_label,
    cast(nullif(year, 0) as integer) as year,
    bytes,
    nullif(sha256, '') as sha256,
    words,
    characters,
    first_seen,
    method_version,
    nullif(refusal, '') as refusal,
    nullif(warning, '') as warning
from {{ source("reports", "files") }}
