-- Which group a region belongs to in each grouping scheme.
select
    members.scheme_code,
    members.group_code,
    members.region_code,
    schemes.name_zh as scheme_name_zh,
    schemes.name_en as scheme_name_en,
    groups.name_zh as group_name_zh,
    groups.name_en as group_name_en,
    groups.sort_order
from {{ ref("region_group_members") }} as members
inner join {{ ref("region_groups") }} as groups using (scheme_code, group_code)
inner join {{ ref("grouping_schemes") }} as schemes using (scheme_code)
