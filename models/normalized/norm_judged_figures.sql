-- What became of each figure: observed, missing, repeated, quarantined with its reason, or ignored.
with
    judged as (
        select
            *,
            case
                when role is null
                then 'unknown_label'
                when role not in ('input', 'total') or is_missing
                then null
                when problem is not null
                then problem
                when origin = 'landed' and indicator_name = ''
                then 'no_indicator'
                when origin = 'landed' and region_label = ''
                then 'no_region'
                when origin = 'landed' and period_label = ''
                then 'no_year'
                -- Before the region, which is looked up in the cell's year.
                when first_year is null or first_year != last_year
                then 'not_a_year'
                when is_contradicted
                then 'contradicting_regions'
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
        from {{ ref("norm_resolved_figures") }}
    ),

    -- The same key twice in one release: one value given twice, or once more rounded, counts once; values that
    -- differ by more than their rounding are all held back.
    repeated as (
        select
            cell_id,
            max(value - half_unit) over same_key - min(value + half_unit) over same_key
            > 1e-9 * max(abs(value)) over same_key as is_conflicting,
            row_number() over (
                partition by region_code, indicator_code, first_year, release_code order by half_unit, cell_id
            )
            > 1 as is_repeat
        from judged
        where role in ('input', 'total') and not is_missing and reason_code is null
        window same_key as (partition by region_code, indicator_code, first_year, release_code)
    )

select
    judged.* exclude (
        reason_code, regions_found, is_contradicted, indicators_found, is_convertible, lower_bound, upper_bound
    ),
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
