-- The files of the landing folders: what each was read as, or why it was refused.
select
    files.path as source_file,
    files.source_code,
    files.release_code,
    files.sha256,
    files.bytes,
    files.reading_id,
    readings.form,
    readings.table_count,
    readings.last_year,
    nullif(files.refusal, '') as refusal,
    nullif(files.warning, '') as warning,
    nullif(files.indicator_label, '') as indicator_label,
    nullif(files.region_label, '') as region_label,
    nullif(files.unit_label, '') as unit_label,
    nullif(files.period_label, '') as period_label
from {{ source("landing", "files") }} as files
left join {{ source("landing", "readings") }} as readings using (reading_id)
