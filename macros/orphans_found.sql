{#- In an incremental model of rows that name firms: the rows held back for a firm that no table had and that one has
    now, each with the number of its next attempt. Later attempts follow earlier ones; the last one counts. -#}
{% macro orphans_found() -%}
    select orphans.file_id, orphans.row_no, orphans.attempt + 1 as attempt
    from {{ this }} as orphans
    inner join
        {{ ref("norm_firm_enterprises") }} as firms
        on orphans.release_code = firms.release_code
        and orphans.reason_text = firms.enterprise_id
        and firms.reason_code is null
    left join
        {{ this }} as later
        on later.attempt > 1
        and orphans.file_id = later.file_id
        and orphans.row_no = later.row_no
        and orphans.attempt < later.attempt
    where orphans.reason_code like 'orphan%' and later.file_id is null
{%- endmacro %}
