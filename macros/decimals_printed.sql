{#- How many decimals a printed number shows: '53.22' -> 2, '1204' -> 0. -#}
{% macro decimals_printed(text) -%}
    case when contains({{ text }}, '.') then length(split_part({{ text }}, '.', 2)) else 0 end
{%- endmacro %}
