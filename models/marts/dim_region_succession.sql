-- Which regions took over those that ended or were renamed.
select region_code, last_year, successor_region_code, kind, split_share, is_level_change, notice, source
from {{ ref("region_successions") }}
