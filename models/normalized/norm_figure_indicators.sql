-- The indicators that each name of a source can mean, and the unit that the name itself gives or corrects.
with
    labels as (
        select distinct figures.source_code, figures.indicator_name, figures.unit_label, units.dimension
        from {{ ref("norm_figures") }} as figures
        left join
            (select distinct {{ plain_text("alias") }} as alias, unit_code from {{ ref("unit_aliases") }}) as unit_names
            on {{ plain_text("figures.unit_label") }} = unit_names.alias
        left join {{ ref("units") }} as units using (unit_code)
        where figures.indicator_name != ''
    ),

    candidates as (
        select
            labels.*,
            names.indicator_code,
            names.source_code is null as is_general,
            -- Only for the printed unit, or the missing one, that the name's row speaks of.
            max(names.unit_code) filter (
                {{ plain_text("coalesce(names.unit_label, '')") }} = {{ plain_text("labels.unit_label") }}
            ) as unit_code
        from labels
        inner join
            {{ ref("norm_indicator_names") }} as names
            on lower({{ plain_text("labels.indicator_name") }}) = names.indicator_name
            and coalesce(names.source_code, labels.source_code) = labels.source_code
        group by all
    ),

    -- Exports in dollars and exports in renminbi are two indicators of one name: the printed unit tells which.
    fitting as (
        select candidates.*, coalesce(candidates.dimension = units.dimension, false) as fits_unit
        from candidates
        inner join {{ ref("indicators") }} as indicators using (indicator_code)
        inner join {{ ref("units") }} as units on indicators.unit_code = units.unit_code
        qualify
            rank() over (
                partition by candidates.source_code, indicator_name, unit_label order by fits_unit desc, is_general
            )
            = 1
    )

select
    source_code,
    indicator_name,
    unit_label,
    case when count(*) = 1 then min(indicator_code) end as indicator_code,
    count(*) as indicators_found,
    max(unit_code) as unit_code
from fitting
group by source_code, indicator_name, unit_label
