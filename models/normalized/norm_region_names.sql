-- Every name under which a source may call a region; a name of one source goes before one of every source.
select name_zh as region_name, null as source_code, region_code, valid_from, valid_to
from {{ ref("regions") }}
union
select short_name_zh, null, region_code, valid_from, valid_to
from {{ ref("regions") }}
union
select {{ without_blanks("name_en") }}, null, region_code, valid_from, valid_to
from {{ ref("regions") }}
union
select aliases.alias, aliases.source_code, aliases.region_code, regions.valid_from, regions.valid_to
from {{ ref("region_aliases") }} as aliases
inner join {{ ref("regions") }} as regions using (region_code)
