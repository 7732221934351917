-- Landed cells = staged + quarantined + ignored, and as many as the file has.
with
    in_files as (
        select files.path as source_file, count(*) as cells
        from {{ source("landing", "cells") }}
        inner join {{ source("landing", "files") }} as files using (reading_id)
        where files.path in (select source_file from {{ ref("fct_landed_file") }} where outcome != 'same_content')
        group by files.path
    )

select source_file, landed.cells, in_files.cells, cells_staged, cells_quarantined, cells_ignored
from {{ ref("fct_landed_file") }} as landed
left join in_files using (source_file)
where landed.cells != coalesce(in_files.cells, 0) or landed.cells != cells_staged + cells_quarantined + cells_ignored
