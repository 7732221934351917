-- Every firm row that is held back, with its file, row, column, text and reason; of several attempts the last one.
{% set tables = {"enterprises": "1", "investments": "attempt", "patents": "attempt"} %}
with
    held_back as (
        {% for table, attempt in tables.items() %}
            select
                '{{ table }}' as firm_table,
                release_code,
                file_id,
                row_no,
                {{ attempt }} as attempt,
                reason_code,
                reason_column,
                reason_text
            from {{ ref("norm_firm_" ~ table) }}
            where reason_code is not null
            {% if not loop.last %}
                union all
            {% endif %}
        {% endfor %}
    ),

    tried_again as (
        select file_id, row_no, max(attempt) as attempt
        from
            (
                select file_id, row_no, attempt
                from {{ ref("norm_firm_investments") }}
                where attempt > 1
                union all
                select file_id, row_no, attempt
                from {{ ref("norm_firm_patents") }}
                where attempt > 1
            ) as attempts
        group by file_id, row_no
    )

select
    held_back.firm_table,
    held_back.release_code,
    held_back.file_id,
    files.source_file,
    held_back.row_no,
    held_back.reason_code,
    held_back.reason_column,
    held_back.reason_text
from held_back
inner join {{ ref("stg_firm_rows__files") }} as files on held_back.file_id = files.file_id
left join tried_again on held_back.file_id = tried_again.file_id and held_back.row_no = tried_again.row_no
where held_back.attempt = coalesce(tried_again.attempt, 1)
