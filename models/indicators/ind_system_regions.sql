-- Which regions a system measures: the members of its grouping scheme, or the groups themselves.
select distinct
    systems.system_code,
    case systems.scope_unit when 'group' then groups.region_code else members.region_code end as region_code
from {{ ref("systems") }} as systems
inner join
    {{ ref("region_groups") }} as groups
    on systems.scope_scheme_code = groups.scheme_code
    and coalesce(systems.scope_group_code, groups.group_code) = groups.group_code
inner join
    {{ ref("region_group_members") }} as members
    on groups.scheme_code = members.scheme_code
    and groups.group_code = members.group_code
