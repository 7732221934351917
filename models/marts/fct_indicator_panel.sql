-- The panel that each system was computed from, as known on the release horizon.
select
    system_code,
    subsystem_code,
    region_code,
    year,
    indicator_code,
    direction,
    value,
    status,
    share_filled,
    release_code,
    cell_id,
    is_synthetic,
    {{ release_horizon() }}
from {{ ref("ind_panel") }}
