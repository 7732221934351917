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

    resolved as (
        select
            fresh.*,
            firms.firm_key,
            firms.region_code,
            firms.chain_code,
            case
                when lower(fresh.patent_type) in ('utility', 'utility model', '实用新型')
                then 'utility'
                when lower(fresh.patent_type) in ('invention', '发明', '发明专利', '发明授权')
                then 'invention'
                when lower(fresh.patent_type) in ('design', '外观设计', '外观')
                then 'design'
            end as type_code
        from fresh
        left join
            {{ ref("norm_firm_enterprises") }} as firms
            on fresh.applicant_id = firms.enterprise_id
            and fresh.release_code = firms.release_code
            and firms.reason_code is null
    ),

    judged as (
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
                when firm_key is null
                then 'orphan_applicant'
            end as reason_code
        from resolved
    )

select
    release_code,
    file_id,
    file_no,
    row_no,
    attempt,
    region_code,
    chain_code,
    type_code,
    year(granted_on) as granted_year,
    reason_code,
    case
        reason_code
        when 'no_id'
        then 'applicant_id'
        when 'unknown_patent_type'
        then 'patent_type'
        when 'no_date'
        then 'granted_on'
        when 'date_after_release'
        then 'granted_on'
        when 'orphan_applicant'
        then 'applicant_id'
        else problem_column
    end as reason_column,
    case
        reason_code
        when 'unknown_patent_type'
        then patent_type
        when 'date_after_release'
        then cast(granted_on as {{ dbt.type_string() }})
        when 'orphan_applicant'
        then applicant_id
        else problem_text
    end as reason_text
from judged
