{#- The number of the first rule that a firm row breaks, 0 where a cell could not be read, null where it breaks none. Each
    of `rules` is a code, the condition that breaks it, and the column and text that show it. -#}
{% macro broken_rule(rules) -%}
    case
        when problem_column is not null
        then 0
        {% for code, condition, column, text in rules %} when {{ condition }} then {{ loop.index }} {% endfor %}
    end
{%- endmacro %}
