-- Obstacle degree: which indicators keep a region from a better score, under the default variant of each system.
select
    obstacles.system_code,
    obstacles.variant_code,
    obstacles.subsystem_code,
    obstacles.indicator_code,
    obstacles.region_code,
    obstacles.year,
    obstacles.obstacle_degree,
    nullif(obstacles.obstacle_rank, 0) as obstacle_rank,
    variants.is_default,
    {{ results_tail("obstacles") }},
    obstacles.method_version
from {{ ref("calc_obstacle") }} as obstacles
inner join {{ ref("ind_system_variants") }} as variants using (system_code, variant_code)
