-- Landed cells = observed + missing + repeated + quarantined + ignored, and as many as each table is said to have.
select tables.doc_id, tables.article, tables.table_no, tables.cell_count, count(cells.cell_id) as cells_found
from {{ ref("published_tables") }} as tables
left join
    {{ ref("norm_published_cells") }} as cells
    on tables.doc_id = cells.doc_id
    and tables.article = cells.article
    and tables.table_no = cells.table_no
    and cells.outcome in ('observed', 'missing', 'repeated', 'quarantined', 'ignored')
group by all
having tables.cell_count != count(cells.cell_id)
