-- The total score of each system under its default variant: what methods of change, space and drivers look at.
select scores.system_code, scores.variant_code as score_variant_code, scores.region_code, scores.year, scores.score
from {{ ref("calc_scores") }} as scores
inner join {{ ref("ind_system_variants") }} as variants using (system_code, variant_code)
where variants.is_default and scores.subsystem_code = 'total'
