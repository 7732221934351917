-- Which printed cells did the score of Baoding in 2023 come from?
-- 一个得分来自哪些单元格？
-- For another score change the values of `chosen`. The parts add up to the scores of
-- the subsystems; a TOPSIS score is no sum of parts.
with chosen as (select 'dual_chain' as system_code, '130600' as region_code, 2023 as year)

select
    panel.subsystem_code,
    panel.indicator_code,
    observations.value,
    observations.unit_code,
    cells.normalised_value,
    weights.weight,
    cells.normalised_value * weights.weight as adds_to_score,
    observations.value_text as printed_text,
    observations.source_file,
    observations.source_sheet,
    observations.source_row,
    panel.release_code
from chosen
inner join {{ ref("fct_indicator_panel") }} as panel using (system_code, region_code, year)
inner join {{ ref("dim_system") }} as systems using (system_code)
inner join
    {{ ref("fct_normalised_value") }} as cells
    on panel.system_code = cells.system_code
    and panel.region_code = cells.region_code
    and panel.year = cells.year
    and panel.indicator_code = cells.indicator_code
    and systems.default_variant_code = cells.variant_code
inner join
    {{ ref("fct_weight") }} as weights
    on cells.system_code = weights.system_code
    and cells.variant_code = weights.variant_code
    and cells.indicator_code = weights.indicator_code
    and cells.year = weights.year
-- An interpolated value has no cell of its own.
left join {{ ref("fct_observation") }} as observations on panel.cell_id = observations.cell_id
order by panel.subsystem_code, adds_to_score desc
