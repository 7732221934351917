-- Regions as they are, or as they last were: nation, provinces, prefectures, counties, and groups for which figures are
-- printed.
select
    region_code,
    level,
    name_zh,
    short_name_zh,
    name_en,
    parent_code,
    min(valid_from) over (partition by region_code) as valid_from,
    valid_to
from {{ ref("norm_regions") }}
qualify row_number() over (partition by region_code order by valid_from desc) = 1
