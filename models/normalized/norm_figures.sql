-- Every cell that holds a figure, printed or landed, not yet resolved; a correction stands in for what it says.
with
    figures as (
        select *
        from {{ ref("norm_printed_figures") }}
        union all by name
        select *
        from {{ ref("norm_landed_figures") }}
    )

select
    figures.* exclude (value_number, decimals, is_missing, problem),
    -- A correction holds only for the text that its steward saw.
    case
        when corrections.cell_id is null
        then figures.value_number
        else {{ number_or_null("corrections.corrected_text") }}
    end as value_number,
    case
        when corrections.cell_id is null then figures.decimals else {{ decimals_printed("corrections.corrected_text") }}
    end as decimals,
    (figures.is_missing or (coalesce(sources.writes_zero_for_missing, false) and figures.value_number = 0))
    and corrections.cell_id is null as is_missing,
    case when corrections.cell_id is null then figures.problem end as problem,
    corrections.cell_id is not null as is_corrected
from figures
left join {{ ref("sources") }} as sources using (source_code)
left join
    {{ ref("corrections") }} as corrections
    on figures.cell_id = corrections.cell_id
    and coalesce(figures.value_text, '') = coalesce(corrections.expect_text, '')
