-- The regions that each label can mean in its year: those that what stands beside the label agrees with, of these the
-- one whose code stands there, then a source's own names before general ones, then those of the database's level.
with
    -- A region of the year, or one that came later and that the publisher counts back: Chongqing as a province before
    -- 1997 in an export of today.
    named as (
        select
            labels.*,
            names.region_code,
            names.level,
            left(names.region_code, 2) as province,
            regions.name_zh like '%市' as is_city,
            min(names.source_code is null) as is_general,
            bool_or(labels.first_year between names.valid_from and coalesce(names.valid_to, 9999)) as holds_in_year
        from {{ ref("norm_figure_labels") }} as labels
        inner join
            {{ ref("norm_region_names") }} as names
            on lower({{ plain_text("labels.region_label") }}) = names.region_name
            and coalesce(names.source_code, labels.source_code) = labels.source_code
            and (
                labels.first_year between names.valid_from and coalesce(names.valid_to, 9999)
                or (
                    labels.first_year < names.valid_from
                    and labels.published_year between names.valid_from and coalesce(names.valid_to, 9999)
                )
            )
        left join {{ ref("norm_regions") }} as regions using (region_code, valid_from)
        group by all
    ),

    -- The province or the code beside a name may say another region.
    held_against as (
        select
            named.*,
            known.beside_label is not null and agreeing.region_code is null as is_contradicted,
            list_contains(string_split(named.beside_label, '｜'), named.region_code) as is_of_that_code,
            level_hint = level or (level_hint = 'city' and is_city and level in ('prefecture', 'province')) as is_hinted
        from named
        left join
            {{ ref("norm_beside_regions") }} as known
            on named.beside_label = known.beside_label
            and known.region_code = ''
        left join
            {{ ref("norm_beside_regions") }} as agreeing
            on named.beside_label = agreeing.beside_label
            and named.region_code = agreeing.region_code
    )

select
    source_code,
    table_id,
    region_label,
    beside_label,
    first_year,
    region_code,
    level,
    province,
    holds_in_year,
    is_contradicted
from held_against
qualify
    rank() over (
        partition by source_code, table_id, region_label, beside_label, first_year
        order by is_contradicted, is_of_that_code desc, is_general, coalesce(is_hinted, false) desc
    )
    = 1
