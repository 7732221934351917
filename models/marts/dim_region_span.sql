-- Regions in their time: a row for each name and parent that a code has had.
select region_code, valid_from, valid_to, level, name_zh, short_name_zh, name_en, parent_code
from {{ ref("norm_regions") }}
