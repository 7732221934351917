-- Every name under which a source may call an indicator. `unit_code` only where the name itself says what a printed
-- unit, or the lack of one, stands for.
select
    lower({{ plain_text("name_zh") }}) as indicator_name,
    null as source_code,
    indicator_code,
    null as unit_label,
    null as unit_code
from {{ ref("indicators") }}
union
select lower({{ plain_text("name_en") }}), null, indicator_code, null, null
from {{ ref("indicators") }}
union
select lower({{ plain_text("alias") }}), source_code, indicator_code, {{ without_blanks("unit_label") }}, unit_code
from {{ ref("indicator_aliases") }}
