{#- In an incremental model: the condition that a row's file has not been taken in yet. Otherwise always true. -#}
{% macro unread_files() -%}
    {%- if is_incremental() -%} file_id not in (select file_id from {{ this }}) {%- else -%} true {%- endif -%}
{%- endmacro %}
