-- What each landed cell says. A content that lies twice in a release counts once; where the file is silent, its
-- release.yml speaks.
with
    -- The region of a database may be in its name: 年度数据 is the one of the nation.
    databases as (
        select distinct cells.database_label, levels.level, levels.region_label, levels.source_code
        from {{ source("landing", "cells") }} as cells
        inner join
            {{ ref("database_levels") }} as levels
            on starts_with(lower(cells.database_label), lower(levels.database_label))
        qualify row_number() over (partition by cells.database_label order by length(levels.database_label) desc) = 1
    ),

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
    coalesce(
        nullif(cells.region_label, ''),
        case
            when coalesce(databases.source_code, files.source_code) = files.source_code then databases.region_label
        end,
        files.region_label,
        ''
    ) as region_label,
    coalesce(nullif(cells.indicator_label, ''), files.indicator_label, '') as indicator_label,
    -- A unit in release.yml goes with the indicator that it names, or with every one if it names none.
    coalesce(
        nullif(cells.unit_label, ''),
        case when cells.indicator_label = '' or files.indicator_label is null then files.unit_label end,
        ''
    ) as unit_label,
    coalesce(nullif(cells.period_label, ''), files.period_label, '') as period_label,
    cells.database_label,
    databases.level as level_hint,
    cells.beside_label,
    nullif(cells.problem, '') as problem,
    cells.text as value_text,
    {{ plain_text("cells.text") }} as value_trimmed
from {{ source("landing", "cells") }} as cells
inner join placed as files using (reading_id)
left join databases using (database_label)
