{#- One row for each year from `first` to `last`, in a select list. -#}
{% macro each_year(first, last) -%} {{ return(adapter.dispatch("each_year")(first, last)) }} {%- endmacro %}

{% macro default__each_year(first, last) -%}
    cast(unnest(range(cast({{ first }} as bigint), cast({{ last }} as bigint) + 1)) as integer)
{%- endmacro %}

{% macro spark__each_year(first, last) -%} explode(sequence({{ first }}, {{ last }})) {%- endmacro %}
