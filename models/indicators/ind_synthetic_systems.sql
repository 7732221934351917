-- Systems of which every figure was generated, because none that was reported has landed.
select distinct system_code from {{ ref("ind_system_observations") }} where is_synthetic
