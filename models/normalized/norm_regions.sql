-- Every region in its time: nation, provinces, prefectures, counties, and groups for which figures are printed.
select region_code, valid_from, valid_to, level, name_zh, short_name_zh, name_en, parent_code
from {{ ref("regions") }}
union all
select region_code, valid_from, valid_to, level, name_zh, short_name_zh, name_en, parent_code
from {{ ref("counties") }}
