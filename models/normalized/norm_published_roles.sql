-- What each printed cell is to us: a figure that comes in, a total, a result of the paper, a definition or a text.
-- A row of `published_labels` that names the region goes before the row for every region.
select
    cells.cell_id,
    coalesce(for_region.role, for_label.role) as role,
    coalesce(for_region.measure, for_label.measure) as measure
from {{ ref("stg_published__cells") }} as cells
left join
    {{ ref("published_labels") }} as for_label
    on cells.doc_id = for_label.doc_id
    and cells.article = for_label.article
    and cells.table_no = for_label.table_no
    and cells.indicator_label = {{ without_blanks("for_label.indicator_label") }}
    and for_label.region_label is null
left join
    {{ ref("published_labels") }} as for_region
    on cells.doc_id = for_region.doc_id
    and cells.article = for_region.article
    and cells.table_no = for_region.table_no
    and cells.indicator_label = {{ without_blanks("for_region.indicator_label") }}
    and cells.region_label = for_region.region_label
