-- What became of each file of the landing folders, and of its cells.
with
    figures as (
        select
            source_file,
            count(*) filter (outcome in ('observed', 'missing', 'repeated')) as cells_staged,
            count(*) filter (outcome = 'quarantined') as cells_quarantined,
            count(*) filter (outcome = 'ignored') as cells_kept_apart,
            count(distinct indicator_code) filter (outcome = 'observed') as indicators,
            count(distinct region_code) filter (outcome = 'observed') as regions,
            min(first_year) filter (outcome = 'observed') as first_year,
            max(first_year) filter (outcome = 'observed') as last_year
        from {{ ref("norm_judged_figures") }}
        where origin = 'landed'
        group by source_file
    ),

    cells as (
        select source_file, count(*) as cells, count(*) filter (role != 'value') as cells_without_figures
        from {{ ref("stg_landing__cells") }}
        group by source_file
    )

select
    files.source_file,
    files.source_code,
    files.release_code,
    files.form,
    files.bytes,
    files.sha256,
    case
        when files.refusal is not null
        then 'refused'
        when cells.cells is null
        then 'same_content'
        when not releases.is_known
        then 'not_yet_released'
        when figures.cells_quarantined > 0
        then 'landed_in_part'
        else 'landed'
    end as outcome,
    coalesce(cells.cells, 0) as cells,
    coalesce(figures.cells_staged, 0) as cells_staged,
    coalesce(figures.cells_quarantined, 0) as cells_quarantined,
    coalesce(cells.cells_without_figures, 0) + coalesce(figures.cells_kept_apart, 0) as cells_ignored,
    coalesce(figures.indicators, 0) as indicators,
    cast(coalesce(figures.regions, 0) as integer) as regions,
    figures.first_year,
    figures.last_year,
    files.refusal,
    files.warning
from {{ ref("stg_landing__files") }} as files
left join cells using (source_file)
left join figures using (source_file)
left join {{ ref("norm_releases") }} as releases using (release_code)
