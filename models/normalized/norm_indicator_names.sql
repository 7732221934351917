-- Every name under which a source may call an indicator; `unit_code` only where the name itself fixes the unit.
select {{ without_blanks("name_zh") }} as indicator_name, null as source_code, indicator_code, null as unit_code
from {{ ref("indicators") }}
union
select {{ without_blanks("name_en") }}, null, indicator_code, null
from {{ ref("indicators") }}
union
select {{ without_blanks("alias") }}, source_code, indicator_code, unit_code
from {{ ref("indicator_aliases") }}
