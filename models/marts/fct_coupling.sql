-- Coupling and coordination of a system's subsystems in each region, with the names of stage and grade.
select
    couplings.system_code,
    couplings.variant_code,
    couplings.region_code,
    couplings.year,
    couplings.coupling_form,
    couplings.coupling_bands,
    couplings.coupling_degree,
    couplings.development,
    couplings.coordination,
    couplings.relative_development,
    couplings.is_undefined,
    couplings.stage_code,
    stages.name_zh as stage_name_zh,
    stages.name_en as stage_name_en,
    couplings.grade_code,
    grades.name_zh as grade_name_zh,
    grades.name_en as grade_name_en,
    variants.is_default,
    {{ results_tail() }},
    couplings.method_version
from {{ ref("calc_coupling") }} as couplings
inner join {{ ref("ind_system_variants") }} as variants using (system_code, variant_code)
left join
    {{ ref("coupling_stages") }} as stages
    on couplings.coupling_bands = stages.coupling_bands
    and couplings.stage_code = stages.stage_code
left join
    {{ ref("coordination_grades") }} as grades
    on couplings.coupling_bands = grades.coupling_bands
    and couplings.grade_code = grades.grade_code
