-- What the papers computed and printed, of the releases known on the horizon: every cell that someone could recompute.
with
    printed as (
        select
            cell_id,
            doc_id,
            article,
            table_no,
            source_line,
            indicator_label,
            region_label,
            period_label,
            measure,
            region_code,
            indicator_code,
            first_year,
            last_year,
            value_text,
            value_number,
            decimals
        from {{ ref("norm_published_cells") }}
        where role in ('result', 'total') and outcome != 'missing'

        union all by name

        select
            prose.cell_id,
            prose.doc_id,
            prose.article,
            prose.table_no,
            prose.source_line,
            prose.indicator_label,
            prose.region_label,
            prose.period_label,
            prose.measure,
            regions.region_code,
            indicators.indicator_code,
            prose.year as first_year,
            prose.year as last_year,
            prose.value_text,
            prose.value_number,
            prose.decimals
        from {{ ref("stg_published__prose") }} as prose
        left join
            (
                select region_name, any_value(region_code) as region_code
                from {{ ref("norm_region_names") }}
                where level != 'county'
                group by region_name
                having count(distinct region_code) = 1
            ) as regions
            on prose.region_label = regions.region_name
        left join
            (
                select indicator_name, any_value(indicator_code) as indicator_code
                from {{ ref("norm_indicator_names") }}
                group by indicator_name
                having count(distinct indicator_code) = 1
            ) as indicators using (indicator_name)
    )

select printed.*
from printed
inner join {{ ref("published_documents") }} as documents using (doc_id, article)
inner join {{ ref("norm_known_releases") }} as releases using (release_code)
