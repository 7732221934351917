-- Every patent row: city and chain of its applicant, type and year, or why it is held back. New files are added; what
-- lacked a firm is tried again.
{{ config(materialized="incremental", incremental_strategy="append") }}

with
    fresh as (
        select *, 1 as attempt
        from {{ ref("stg_firm_rows__patents") }}
        where {{ unread_files() }}
        {% if is_incremental() %}
            union all
            select patents.*, found.attempt
            from {{ ref("stg_firm_rows__patents") }} as patents
            inner join
                ({{ orphans_found() }}) as found on patents.file_id = found.file_id and patents.row_no = found.row_no
        {% endif %}
    ),

    typed as (
        select
            *,
            case
                when lower(patent_type) in ('utility', 'utility model', '实用新型')
                then 'utility'
                when lower(patent_type) in ('invention', '发明', '发明专利', '发明授权')
                then 'invention'
                when lower(patent_type) in ('design', '外观设计', '外观')
                then 'design'
            end as type_code
        from fresh
    ),

    -- The rules that a row can break on its own come first, so that what is joined with the firms is narrow.
    checked as (
        select
            *,
            case
                when problem_column = 'row'
                then 'torn_row'
                when problem_column is not null
                then 'unreadable_cell'
                when applicant_id is null
                then 'no_id'
                when type_code is null
                then 'unknown_patent_type'
                when granted_on is null
                then 'no_date'
                when granted_on > published_on
                then 'date_after_release'
            end as own_reason
        from typed
    ),

    narrow as (
        select
            release_no,
            file_no,
            row_no,
            attempt,
            applicant_id,
            type_code,
            year(granted_on) as granted_year,
            own_reason,
            case
                own_reason
                when 'no_id'
                then 'applicant_id'
                when 'unknown_patent_type'
                then 'patent_type'
                when 'no_date'
                then 'granted_on'
                when 'date_after_release'
                then 'granted_on'
                else problem_column
            end as own_column,
            case
                own_reason
                when 'unknown_patent_type'
                then patent_type
                when 'date_after_release'
                then cast(granted_on as {{ dbt.type_string() }})
                else problem_text
            end as own_text
        from checked
    ),

    joined as (
        select
            narrow.*,
            firms.region_no,
            firms.chain_no,
            case
                when narrow.own_reason is not null
                then narrow.own_reason
                when firms.firm_key is null
                then 'orphan_applicant'
            end as reason_code
        from narrow
        left join
            {{ narrow_firms() }} as firms
            on narrow.applicant_id = firms.enterprise_id
            and narrow.release_no = firms.release_no
    )

select
    files.release_code,
    files.file_id,
    joined.file_no,
    joined.row_no,
    joined.attempt,
    cast(joined.region_no as {{ dbt.type_string() }}) as region_code,
    joined.chain_no,
    joined.type_code,
    joined.granted_year,
    joined.reason_code,
    case joined.reason_code when 'orphan_applicant' then 'applicant_id' else joined.own_column end as reason_column,
    case joined.reason_code when 'orphan_applicant' then joined.applicant_id else joined.own_text end as reason_text
from joined
inner join {{ ref("stg_firm_rows__files") }} as files on joined.file_no = files.file_no
