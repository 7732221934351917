-- Regions: the nation, provinces, prefectures, and groups for which figures are printed.
select
    region_code, valid_from, valid_to, level, name_zh, short_name_zh, name_en, parent_code, successor_code, split_share
from {{ ref("regions") }}
