-- Every code in these columns stands in the column of the same name of its table: one query for all columns.
{% test known_codes(model, tables) %}
    {% for column, table in tables.items() %}
        select distinct '{{ column }}' as code_column, {{ column }} as unknown_code
        from {{ model }}
        where {{ column }} not in (select {{ column }} from {{ table }})
        {% if not loop.last %}
            union all
        {% endif %}
    {% endfor %}
{% endtest %}
