-- results_tail: whether a system is synthetic, and the day as of which releases are known.
select told.system_code
from (select systems.system_code, {{ results_tail("systems") }} from {{ ref("systems") }} as systems) as told
left join {{ ref("ind_synthetic_systems") }} as found using (system_code)
where told.is_synthetic != (found.system_code is not null) or told.release_horizon is distinct from {{ as_of_date() }}
