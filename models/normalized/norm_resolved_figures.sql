-- Each figure with its region, indicator and unit resolved, and its value in the indicator's unit. Nothing is dropped.
with
    -- `％` and `%` are one.
    unit_names as (select distinct {{ plain_text("alias") }} as alias, unit_code from {{ ref("unit_aliases") }})

select
    figures.*,
    coalesce(regions.region_code, wholes.region_code) as region_code,
    regions.regions_found,
    case when wholes.region_code is null then regions.holds_in_year else true end as holds_in_year,
    coalesce(regions.is_contradicted, false) as is_contradicted,
    names.indicator_code,
    names.indicators_found,
    coalesce(names.unit_code, unit_names.unit_code) as printed_unit_code,
    indicators.unit_code,
    {{ converted_value("figures.value_number", "printed_unit", "indicator_unit") }} as value,
    {{ converted_value(half_unit("figures.decimals"), "printed_unit", "indicator_unit") }} as half_unit,
    printed_unit.dimension = indicator_unit.dimension as is_convertible,
    indicators.lower_bound,
    indicators.upper_bound
from {{ ref("norm_figures") }} as figures
left join
    {{ ref("norm_figure_regions") }} as regions
    on figures.table_id = regions.table_id
    and figures.region_label = regions.region_label
    and coalesce(figures.beside_label, '') = regions.beside_label
    and figures.first_year = regions.first_year
    and figures.source_code = regions.source_code
left join
    {{ ref("norm_whole_regions") }} as wholes
    on figures.table_id = wholes.table_id
    and figures.region_label = wholes.region_label
    and figures.first_year = wholes.first_year
    and figures.source_code = wholes.source_code
    and regions.region_code is null
left join
    {{ ref("norm_figure_indicators") }} as names
    on figures.source_code = names.source_code
    and figures.indicator_name = names.indicator_name
    and figures.unit_label = names.unit_label
left join unit_names on {{ plain_text("figures.unit_label") }} = unit_names.alias
left join {{ ref("units") }} as printed_unit on coalesce(names.unit_code, unit_names.unit_code) = printed_unit.unit_code
left join {{ ref("indicators") }} as indicators on names.indicator_code = indicators.indicator_code
left join {{ ref("units") }} as indicator_unit on indicators.unit_code = indicator_unit.unit_code
