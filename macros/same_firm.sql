{#- The condition that a row of `narrow` means one of `narrow_firms()`. By hashes: a table of many ids would not fit into
    memory, one of their hashes does. -#}
{% macro same_firm(id, firms) -%}
    {{ row_hash(id) }} = {{ firms }}.id_hash
    and {{ row_check(id) }} = {{ firms }}.id_check
    and narrow.release_no = {{ firms }}.release_no
{%- endmacro %}
