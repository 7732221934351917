{#- The one year that a label names (`2019`, `2019年`, `2019年末`, `Y2019`); null for a span or anything else. -#}
{% macro year_of(label) -%}
    cast(nullif(regexp_extract({{ label }}, '^[Yy]?((19|20)\d\d)(\.0)?(年[末底度]?)?$', 1), '') as integer)
{%- endmacro %}
