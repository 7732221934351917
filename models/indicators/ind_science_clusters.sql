-- Ranks of science and technology clusters as the article prints them, by edition, of the releases known on the
-- horizon.
select
    cast(cells.period_label as integer) as edition_year,
    cast(regexp_extract(cells.indicator_label, '第(\d+)名', 1) as integer) as rank,
    cells.value_text as printed_text,
    -- The arrow marks clusters of China that rose.
    ends_with(cells.value_text, '↑') as is_marked_risen,
    names.cluster_code,
    cells.cell_id
from {{ ref("norm_published_cells") }} as cells
inner join {{ ref("published_documents") }} as documents using (doc_id, article)
inner join {{ ref("norm_known_releases") }} as releases on documents.release_code = releases.release_code
left join {{ ref("science_cluster_names") }} as names on rtrim(cells.value_text, '↑') = names.printed_name
where cells.article = 'future' and cells.table_no = '1' and cells.indicator_label like '%科技集群排名%'
