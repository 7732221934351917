{#- The rows of a table that names firms, each with the number of the attempt: those of files not taken in yet and, in an
    incremental model, those held back for a firm that is there by now. -#}
{% macro fresh_firm_rows(model) -%}
    select *, 1 as attempt
    from {{ ref(model) }}
    where {{ unread_files() }}
    {% if is_incremental() %}
        union all
        select held.*, found.attempt
        from {{ ref(model) }} as held
        inner join ({{ orphans_found() }}) as found on held.file_id = found.file_id and held.row_no = found.row_no
    {% endif %}
{%- endmacro %}
