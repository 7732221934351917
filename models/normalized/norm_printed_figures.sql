-- Every cell of a printed table that holds a figure, in the form that landed ones have, too.
select
    cells.cell_id,
    'published' as origin,
    releases.source_code,
    documents.release_code,
    concat_ws('|', cells.doc_id, cells.article, cells.table_no) as table_id,
    null as level_hint,
    cells.region_label,
    cells.indicator_name,
    cells.unit_label,
    cells.period_label,
    cells.first_year,
    cells.last_year,
    cells.value_text,
    cells.value_number,
    cells.decimals,
    cells.is_missing,
    roles.role,
    null as problem,
    'published/' || cells.doc_id || '/' || cells.article as source_file,
    'table ' || cells.table_no as source_sheet,
    cells.source_line as source_row,
    cells.indicator_text as source_column
from {{ ref("stg_published__cells") }} as cells
inner join {{ ref("norm_published_roles") }} as roles using (cell_id)
left join {{ ref("published_documents") }} as documents using (doc_id, article)
left join {{ ref("norm_releases") }} as releases using (release_code)
