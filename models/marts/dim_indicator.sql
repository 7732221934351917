-- Indicators with their unit, kind and bounds.
select
    indicators.indicator_code,
    indicators.name_zh,
    indicators.name_en,
    indicators.unit_code,
    units.symbol_zh as unit_symbol_zh,
    units.symbol_en as unit_symbol_en,
    indicators.kind,
    indicators.lower_bound,
    indicators.upper_bound,
    indicators.is_additive,
    indicators.definition_zh,
    indicators.definition_en
from {{ ref("indicators") }} as indicators
inner join {{ ref("units") }} as units using (unit_code)
