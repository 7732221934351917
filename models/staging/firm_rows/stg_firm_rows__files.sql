-- The firm files in use, with the day of their release and the last year that it covers whole.
select
    files.file_id,
    files.file_no,
    files.release_code,
    -- A short name of the release, for joins of many rows.
    min(files.file_no) over (partition by files.release_code) as release_no,
    files.firm_table,
    files.path as source_file,
    files.row_count,
    releases.published_on,
    releases.is_synthetic,
    year(releases.published_on)
    - case when month(releases.published_on) = 12 and day(releases.published_on) = 31 then 0 else 1 end as last_year
from {{ source("firm_rows", "files") }} as files
inner join {{ source("firm_rows", "releases") }} as releases on files.release_code = releases.release_code
where files.row_count > 0
