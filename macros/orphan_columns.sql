{#- The reason of a row of `narrow` once its firms were looked up: its own, or that no accepted firm has the id. `firms` are
    pairs of a role and the alias under which the firms were joined for it. -#}
{% macro orphan_columns(firms) -%}
    case
        when narrow.reason_code is not null
        then narrow.reason_code
        {% for role, joined in firms %} when {{ joined }}.firm_key is null then 'orphan_{{ role }}' {% endfor %}
    end as reason_code,
    case
        when narrow.reason_code is not null
        then narrow.reason_column
        {% for role, joined in firms %} when {{ joined }}.firm_key is null then '{{ role }}_id' {% endfor %}
    end as reason_column,
    case
        when narrow.reason_code is not null
        then narrow.reason_text
        {% for role, joined in firms %} when {{ joined }}.firm_key is null then narrow.{{ role }}_id {% endfor %}
    end as reason_text
{%- endmacro %}
