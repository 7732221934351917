-- Every cell that holds a figure, printed or landed, in one form: labels, period and number, not yet resolved.
with
    printed as (
        select
            cells.cell_id,
            'published' as origin,
            releases.source_code,
            documents.release_code,
            concat_ws('|', cells.doc_id, cells.article, cells.table_no) as table_id,
            null as level_hint,
            cells.region_label,
            cells.indicator_name,
            cells.unit_label,
            cells.period_label,
            cells.first_year,
            cells.last_year,
            cells.value_text,
            cells.value_number,
            cells.decimals,
            cells.is_missing,
            roles.role,
            null as problem,
            'published/' || cells.doc_id || '/' || cells.article as source_file,
            'table ' || cells.table_no as source_sheet,
            cells.source_line as source_row,
            cells.indicator_text as source_column
        from {{ ref("stg_published__cells") }} as cells
        inner join {{ ref("norm_published_roles") }} as roles using (cell_id)
        left join {{ ref("published_documents") }} as documents using (doc_id, article)
        left join {{ ref("releases") }} as releases using (release_code)
    ),

    landed as (
        select
            cells.cell_id,
            'landed' as origin,
            cells.source_code,
            cells.release_code,
            concat_ws('|', cells.source_file, cells.sheet, cells.table_no) as table_id,
            levels.level as level_hint,
            cells.region_label,
            {{ plain_text("cells.indicator_label") }} as indicator_name,
            cells.unit_label,
            cells.period_label,
            {{ year_of("cells.period_label") }} as first_year,
            {{ year_of("cells.period_label") }} as last_year,
            cells.value_text,
            {{ number_or_null("cells.value_trimmed") }} as value_number,
            {{ decimals_printed("cells.value_trimmed") }} as decimals,
            cells.value_trimmed = ''
            or cells.value_trimmed in (select marker from {{ ref("missing_markers") }}) as is_missing,
            -- A subtotal of regions is kept apart: it is no region of its own.
            case
                when
                    exists (
                        select 1
                        from {{ ref("subtotal_labels") }} as subtotals
                        where
                            {{ plain_text("subtotals.label") }} = {{ plain_text("cells.region_label") }}
                            and coalesce(subtotals.source_code, cells.source_code) = cells.source_code
                    )
                then 'subtotal'
                else 'input'
            end as role,
            cells.problem,
            cells.source_file,
            cells.sheet as source_sheet,
            cells.row_no as source_row,
            {{ column_letter("cells.column_no") }} as source_column
        from {{ ref("stg_landing__cells") }} as cells
        left join {{ ref("database_levels") }} as levels on starts_with(cells.database_label, levels.database_label)
        where cells.role = 'value'
    ),

    figures as (
        select *
        from printed
        union all by name
        select *
        from landed
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
