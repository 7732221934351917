-- Each printed cell with its region, indicator and unit resolved, and what became of it. Nothing is dropped here.
with
    figures as (
        select cells.*, roles.role, roles.measure, documents.release_code, releases.source_code
        from {{ ref("stg_published__cells") }} as cells
        inner join {{ ref("norm_published_roles") }} as roles using (cell_id)
        left join {{ ref("published_documents") }} as documents using (doc_id, article)
        left join {{ ref("releases") }} as releases using (release_code)
    ),

    -- A name that fits several regions in the cell's year is not resolved: `regions_found` says how many it fits.
    resolved_regions as (
        select
            figures.cell_id, min(names.region_code) as region_code, count(distinct names.region_code) as regions_found
        from figures
        inner join
            {{ ref("norm_region_names") }} as names
            on figures.region_label = names.region_name
            and figures.first_year >= names.valid_from
            and figures.first_year <= coalesce(names.valid_to, 9999)
            and coalesce(names.source_code, figures.source_code) = figures.source_code
        group by figures.cell_id, names.source_code
        qualify row_number() over (partition by figures.cell_id order by names.source_code nulls last) = 1
    ),

    resolved_indicators as (
        select
            figures.cell_id,
            min(names.indicator_code) as indicator_code,
            -- Only for the printed unit, or the missing one, that the name's row speaks of.
            max(names.unit_code) filter (coalesce(names.unit_label, '') = figures.unit_label) as unit_code,
            count(distinct names.indicator_code) as indicators_found
        from figures
        inner join
            {{ ref("norm_indicator_names") }} as names
            on figures.indicator_name = names.indicator_name
            and coalesce(names.source_code, figures.source_code) = figures.source_code
        group by figures.cell_id, names.source_code
        qualify row_number() over (partition by figures.cell_id order by names.source_code nulls last) = 1
    ),

    resolved as (
        select
            figures.*,
            -- Never a guess: a name that fits several is not resolved.
            case when regions.regions_found = 1 then regions.region_code end as region_code,
            regions.regions_found,
            case when names.indicators_found = 1 then names.indicator_code end as indicator_code,
            names.indicators_found,
            coalesce(names.unit_code, unit_names.unit_code) as printed_unit_code,
            indicators.unit_code,
            {{ converted_value("figures.value_number", "printed_unit", "indicator_unit") }} as value,
            {{ converted_value(half_unit("figures.decimals"), "printed_unit", "indicator_unit") }} as half_unit,
            printed_unit.dimension = indicator_unit.dimension as is_convertible,
            indicators.lower_bound,
            indicators.upper_bound
        from figures
        left join resolved_regions as regions using (cell_id)
        left join resolved_indicators as names using (cell_id)
        left join {{ ref("unit_aliases") }} as unit_names on figures.unit_label = unit_names.alias
        left join
            {{ ref("units") }} as printed_unit
            on coalesce(names.unit_code, unit_names.unit_code) = printed_unit.unit_code
        left join {{ ref("indicators") }} as indicators on names.indicator_code = indicators.indicator_code
        left join {{ ref("units") }} as indicator_unit on indicators.unit_code = indicator_unit.unit_code
    ),

    judged as (
        select
            *,
            case
                when role is null
                then 'unknown_label'
                when role not in ('input', 'total') or is_missing
                then null
                -- Before the region, which is looked up in the cell's year.
                when first_year is null or first_year != last_year
                then 'not_a_year'
                when regions_found > 1
                then 'ambiguous_region'
                when region_code is null
                then 'unknown_region'
                when indicators_found > 1
                then 'ambiguous_indicator'
                when indicator_code is null
                then 'unknown_indicator'
                when value_number is null
                then 'not_a_number'
                when printed_unit_code is null
                then 'unknown_unit'
                when not is_convertible
                then 'unit_of_another_dimension'
                when value < lower_bound or value > upper_bound
                then 'out_of_bounds'
            end as reason_code
        from resolved
    ),

    -- The same key twice in one release: one value printed twice counts once, different values are both held back.
    repeated as (
        select
            cell_id,
            count(distinct value) over same_key > 1 as is_conflicting,
            row_number() over (same_key order by cell_id) > 1 as is_repeat
        from judged
        where role in ('input', 'total') and not is_missing and reason_code is null
        window same_key as (partition by region_code, indicator_code, first_year, release_code)
    )

select
    judged.* exclude (reason_code, regions_found, indicators_found, is_convertible, lower_bound, upper_bound),
    case when repeated.is_conflicting then 'conflicting_values' else judged.reason_code end as reason_code,
    case
        when judged.reason_code is not null or repeated.is_conflicting
        then 'quarantined'
        when judged.role not in ('input', 'total')
        then 'ignored'
        when judged.is_missing
        then 'missing'
        when repeated.is_repeat
        then 'repeated'
        else 'observed'
    end as outcome
from judged
left join repeated using (cell_id)
