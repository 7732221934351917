{#- What is told of the rule that a row broke (column `broken_rule`, of `broken_rule(rules)`): its code, column and text. -#}
{% macro rule_columns(rules) -%}
    case
        broken_rule
        when 0
        then case problem_column when 'row' then 'torn_row' else 'unreadable_cell' end
        {% for code, condition, column, text in rules %} when {{ loop.index }} then '{{ code }}' {% endfor %}
    end as reason_code,
    case
        broken_rule
        when 0
        then problem_column
        {% for code, condition, column, text in rules %} when {{ loop.index }} then '{{ column }}' {% endfor %}
    end as reason_column,
    case
        broken_rule
        when 0
        then problem_text
        {% for code, condition, column, text in rules %}
            when {{ loop.index }} then cast({{ text }} as {{ dbt.type_string() }})
        {% endfor %}
    end as reason_text
{%- endmacro %}
