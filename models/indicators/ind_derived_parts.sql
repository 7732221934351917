-- What derived indicators are made of: each part in base units, times its coefficient, with the cell it came from.
select
    parts.indicator_code,
    formulas.formula,
    observations.region_code,
    observations.year,
    parts.part_code,
    parts.role,
    parts.sort_order,
    parts.coefficient,
    observations.value as part_value,
    observations.value * units.factor_to_base * parts.coefficient as base_value,
    observations.release_code,
    observations.published_on,
    releases.source_code,
    observations.cell_id,
    observations.is_synthetic
from {{ ref("derived_parts") }} as parts
inner join {{ ref("derived_indicators") }} as formulas using (indicator_code)
inner join {{ ref("ind_observations_as_of") }} as observations on parts.part_code = observations.indicator_code
inner join {{ ref("norm_known_releases") }} as releases using (release_code)
inner join {{ ref("units") }} as units on observations.unit_code = units.unit_code
