-- The fixed weights of a system sum to 1: over the system, or within each subsystem, as the system says.
select
    systems.system_code,
    case systems.weight_scope when 'subsystem' then indicators.subsystem_code else 'total' end as part,
    sum(indicators.fixed_weight) as weight_sum
from {{ ref("systems") }} as systems
inner join {{ ref("system_indicators") }} as indicators using (system_code)
group by all
having count(indicators.fixed_weight) > 0 and abs(sum(indicators.fixed_weight) - 1) > 1e-9
