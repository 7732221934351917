-- Of every firm file in use: how many rows it has and how many are held back, by reason; without a reason: accepted.
with
    held_back as (
        select file_id, reason_code, count(*) as row_count, min(row_no) as first_row_no
        from {{ ref("norm_firm_quarantine") }}
        group by file_id, reason_code
    ),

    examples as (
        select held_back.*, quarantine.reason_column, quarantine.reason_text
        from held_back
        inner join
            {{ ref("norm_firm_quarantine") }} as quarantine
            on held_back.file_id = quarantine.file_id
            and held_back.reason_code = quarantine.reason_code
            and held_back.first_row_no = quarantine.row_no
    ),

    accepted as (
        {% for table in ["enterprises", "investments", "patents"] %}
            select file_id, count(*) as row_count
            from {{ ref("norm_firm_" ~ table) }}
            where reason_code is null
            group by file_id
            {% if not loop.last %}
                union all
            {% endif %}
        {% endfor %}
    )

select
    files.release_code,
    files.firm_table,
    files.source_file,
    'accepted' as outcome,
    cast(null as {{ dbt.type_string() }}) as reason_code,
    accepted.row_count,
    cast(null as bigint) as first_row_no,
    cast(null as {{ dbt.type_string() }}) as first_column,
    cast(null as {{ dbt.type_string() }}) as first_text
from accepted
inner join {{ ref("stg_firm_rows__files") }} as files on accepted.file_id = files.file_id
union all
select
    files.release_code,
    files.firm_table,
    files.source_file,
    'quarantined',
    examples.reason_code,
    examples.row_count,
    examples.first_row_no,
    examples.reason_column,
    examples.reason_text
from examples
inner join {{ ref("stg_firm_rows__files") }} as files on examples.file_id = files.file_id
