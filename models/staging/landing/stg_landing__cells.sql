-- What each landed cell says. A content that lies twice in a release counts once; where the file is silent, its
-- release.yml speaks.
with
    placed as (
        select *
        from {{ ref("stg_landing__files") }}
        where refusal is null
        qualify row_number() over (partition by release_code, reading_id order by source_file) = 1
    )

select
    concat_ws('|', files.release_code, files.source_file, cells.sheet, cells.row_no, cells.column_no) as cell_id,
    files.release_code,
    files.source_code,
    files.source_file,
    cells.sheet,
    cells.row_no,
    cells.column_no,
    cells.role,
    cells.table_no,
    coalesce(nullif(cells.region_label, ''), files.region_label, '') as region_label,
    coalesce(nullif(cells.indicator_label, ''), files.indicator_label, '') as indicator_label,
    -- A unit in release.yml goes with the indicator that it names, or with every one if it names none.
    coalesce(
        nullif(cells.unit_label, ''),
        case when cells.indicator_label = '' or files.indicator_label is null then files.unit_label end,
        ''
    ) as unit_label,
    coalesce(nullif(cells.period_label, ''), files.period_label, '') as period_label,
    cells.database_label,
    nullif(cells.problem, '') as problem,
    cells.text as value_text,
    {{ plain_text("cells.text") }} as value_trimmed
from {{ source("landing", "cells") }} as cells
inner join placed as files using (reading_id)
