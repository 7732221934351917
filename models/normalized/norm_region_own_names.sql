-- The names that a region bears in its own years: alone, after the name of the region it belongs to, and its aliases.
with
    regions as (select * from {{ ref("norm_regions") }}),

    named as (
        select region_code, valid_from, name_zh as name, null as source_code
        from regions
        union all
        select region_code, valid_from, short_name_zh, null
        from regions
        union all
        select region_code, valid_from, name_en, null
        from regions
        union all
        select regions.region_code, regions.valid_from, aliases.alias, aliases.source_code
        from {{ ref("region_aliases") }} as aliases
        inner join regions using (region_code)
        union all
        -- The code itself, where it stands instead of a name or beside it.
        select region_code, valid_from, region_code, null
        from regions
        where level != 'group'
        union all
        -- 河北省石家庄市, 河北石家庄市
        select
            regions.region_code,
            regions.valid_from,
            unnest([parents.name_zh, parents.short_name_zh]) || regions.name_zh,
            null
        from regions
        inner join
            regions as parents
            on regions.parent_code = parents.region_code
            and regions.valid_from <= coalesce(parents.valid_to, 9999)
            and parents.valid_from <= coalesce(regions.valid_to, 9999)
        where regions.level in ('prefecture', 'county')
    )

select distinct
    lower({{ plain_text("named.name") }}) as region_name,
    named.source_code,
    regions.region_code,
    regions.level,
    regions.parent_code,
    regions.valid_from,
    regions.valid_to
from named
inner join regions using (region_code, valid_from)
