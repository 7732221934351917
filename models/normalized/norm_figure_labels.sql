-- The labels of regions that want a meaning, each in its table and year.
select distinct
    figures.source_code,
    figures.table_id,
    figures.level_hint,
    figures.region_label,
    coalesce(figures.beside_label, '') as beside_label,
    figures.first_year,
    year(releases.published_on) as published_year
from
    (
        select source_code, table_id, level_hint, region_label, beside_label, first_year, release_code
        from {{ ref("norm_figures") }}
        union all by name
        -- The reports of a release stand beside each other like the rows of a table.
        select
            'reports' as source_code,
            'reports|' || release_code as table_id,
            null as level_hint,
            region_label,
            null as beside_label,
            year as first_year,
            release_code
        from {{ ref("stg_reports__files") }}
        where refusal is null
    ) as figures
left join {{ ref("norm_releases") }} as releases using (release_code)
where figures.region_label != '' and figures.first_year is not null
