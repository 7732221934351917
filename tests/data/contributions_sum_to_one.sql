-- The coefficients of a system's subsystems sum to 1.
select system_code, sum(contribution) as contribution_sum
from {{ ref("system_subsystems") }}
group by system_code
having abs(sum(contribution) - 1) > 1e-9
