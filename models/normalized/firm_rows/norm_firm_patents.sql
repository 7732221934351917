-- Every patent row: city and chain of its applicant, type and year, or why it is held back. New files are added; what
-- lacked a firm is tried again.
{{ config(materialized="incremental", incremental_strategy="append") }}

-- The rules that a row can break on its own: they come first, so that what is joined with the firms is narrow.
{% set rules = [
    ("no_id", "applicant_id is null", "applicant_id", "null"),
    ("unknown_patent_type", "type_code is null", "patent_type", "patent_type"),
    ("no_date", "granted_on is null", "granted_on", "null"),
    ("date_after_release", "granted_on > published_on", "granted_on", "granted_on"),
] %}

with
    fresh as ({{ fresh_firm_rows("stg_firm_rows__patents") }}),

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

    checked as (select *, {{ broken_rule(rules) }} as broken_rule from typed),

    narrow as (
        select
            release_no,
            file_no,
            row_no,
            attempt,
            applicant_id,
            type_code,
            year(granted_on) as granted_year,
            {{ rule_columns(rules) }}
        from checked
    )

select
    files.release_code,
    files.file_id,
    narrow.file_no,
    narrow.row_no,
    narrow.attempt,
    cast(applicants.region_no as {{ dbt.type_string() }}) as region_code,
    applicants.chain_no,
    narrow.type_code,
    narrow.granted_year,
    {{ orphan_columns([("applicant", "applicants")]) }}
from narrow
left join {{ narrow_firms() }} as applicants on {{ same_firm("narrow.applicant_id", "applicants") }}
inner join {{ ref("stg_firm_rows__files") }} as files on narrow.file_no = files.file_no
