-- The regions that each label can mean in its table and year. Several that are left are not chosen between.
with
    -- A region of the year, or one that came later and that the publisher counts back: Chongqing as a province before
    -- 1997 in an export of today.
    candidates as (
        select
            labels.*,
            names.region_code,
            names.level,
            left(names.region_code, 2) as province,
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
        group by all
    ),

    -- A source's own name goes first; then the level that its database is of.
    hinted as (
        select
            *,
            level_hint = level
            or (level_hint = 'city' and (level = 'prefecture' or province in ('11', '12', '31', '50'))) as is_hinted,
            min(level) over same_label = max(level) over same_label as is_of_one_level
        from candidates
        window same_label as (partition by table_id, region_label, first_year)
        qualify
            rank() over (
                partition by table_id, region_label, first_year order by is_general, coalesce(is_hinted, false) desc
            )
            = 1
    ),

    -- What the labels of the table that can mean only one region are: 吉林 among prefectures is the city.
    around as (
        select distinct table_id, level, case when level in ('prefecture', 'county') then province end as province
        from hinted
        qualify count(*) over (partition by table_id, region_label, first_year) = 1
    ),

    fitting as (
        select hinted.*, levels.level is not null as fits_level, provinces.province is not null as fits_province
        from hinted
        left join (select distinct table_id, level from around) as levels using (table_id, level)
        left join
            (select distinct table_id, province from around where province is not null) as provinces using (
                table_id, province
            )
        -- Of two regions of one level the one of that year is meant: 信阳 as a prefecture, before it became a city.
        qualify
            rank() over (
                partition by table_id, region_label, first_year
                order by fits_level desc, fits_province desc, is_of_one_level and holds_in_year desc
            )
            = 1
    )

select
    source_code,
    table_id,
    region_label,
    first_year,
    case when count(distinct region_code) = 1 then min(region_code) end as region_code,
    count(distinct region_code) as regions_found,
    bool_and(holds_in_year) as holds_in_year
from fitting
group by source_code, table_id, region_label, first_year
