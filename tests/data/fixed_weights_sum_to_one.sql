-- The fixed weights of a system sum to 1: over the system, or within each subsystem, as the system says. Those that are
-- brought to 1 by the variant may be points, or weights rounded in print.
select
    systems.system_code,
    case systems.weight_scope when 'subsystem' then indicators.subsystem_code else 'total' end as part,
    sum(indicators.fixed_weight) as weight_sum
from {{ ref("systems") }} as systems
inner join {{ ref("system_indicators") }} as indicators using (system_code)
where
    systems.system_code in (
        select system_code
        from {{ ref("system_variants") }}
        inner join {{ ref("method_variants") }} using (variant_code)
        where weighting = 'fixed'
    )
group by all
having coalesce(abs(sum(indicators.fixed_weight) - 1) > 1e-9, true)
