-- Science and technology clusters over editions: rank, change against the edition before, entries and exits.
with
    editions as (
        select edition_year, lag(edition_year) over (order by edition_year) as edition_year_before
        from (select distinct edition_year from {{ ref("ind_science_clusters") }}) as found
    ),

    clusters as (select distinct cluster_code, name_zh, name_en, is_chinese from {{ ref("science_cluster_names") }})

select
    clusters.cluster_code,
    clusters.name_zh,
    clusters.name_en,
    clusters.is_chinese,
    editions.edition_year,
    editions.edition_year_before,
    here.rank,
    before.rank as rank_before,
    -- Above 0: it rose.
    before.rank - here.rank as places_gained,
    case
        when editions.edition_year_before is null
        then 'first_edition'
        when before.rank is null
        then 'entered'
        when here.rank is null
        then 'left'
        when here.rank < before.rank
        then 'rose'
        when here.rank > before.rank
        then 'fell'
        else 'stayed'
    end as movement,
    here.printed_text,
    here.is_marked_risen,
    here.cell_id,
    {{ release_horizon() }}
from clusters
cross join editions
left join
    {{ ref("ind_science_clusters") }} as here
    on clusters.cluster_code = here.cluster_code
    and editions.edition_year = here.edition_year
left join
    {{ ref("ind_science_clusters") }} as before
    on clusters.cluster_code = before.cluster_code
    and editions.edition_year_before = before.edition_year
where here.rank is not null or before.rank is not null
