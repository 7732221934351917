-- Score, rank and tier of each region, for the system and for its subsystems.
select
    scores.system_code,
    scores.variant_code,
    scores.subsystem_code,
    scores.region_code,
    scores.year,
    scores.score,
    scores.score_half_unit,
    ranks.rank,
    ranks.tier,
    variants.is_default,
    {{ results_tail() }},
    scores.method_version
from {{ ref("calc_scores") }} as scores
inner join {{ ref("calc_ranks") }} as ranks using (system_code, variant_code, subsystem_code, region_code, year)
inner join {{ ref("ind_system_variants") }} as variants using (system_code, variant_code)
