-- The figures that each derived value was worked out from, with their cells: those of its year; of growth also those of
-- the year before, of constant prices the level of the base year and every index on the way.
select
    derived.indicator_code,
    derived.region_code,
    derived.year,
    parts.part_code,
    parts.role,
    parts.year as part_year,
    parts.coefficient,
    parts.part_value,
    indicators.unit_code as part_unit_code,
    parts.release_code,
    parts.cell_id as part_cell_id,
    derived.cell_id as derived_cell_id,
    parts.is_synthetic,
    {{ release_horizon() }}
from {{ ref("ind_derived_values") }} as derived
inner join {{ ref("derived_indicators") }} as formulas using (indicator_code)
inner join
    {{ ref("ind_derived_parts") }} as parts
    on derived.indicator_code = parts.indicator_code
    and derived.region_code = parts.region_code
    and case
        when parts.role = 'level'
        then parts.year = formulas.base_year
        when parts.role = 'index'
        then
            parts.year > least(formulas.base_year, derived.year)
            and parts.year <= greatest(formulas.base_year, derived.year)
        when derived.formula = 'growth'
        then parts.year in (derived.year, derived.year - 1)
        else parts.year = derived.year
    end
inner join {{ ref("indicators") }} as indicators on parts.part_code = indicators.indicator_code
