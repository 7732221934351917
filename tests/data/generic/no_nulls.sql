-- No row is null in any of these columns: one query for a whole table.
{% test no_nulls(model, columns) %}
    select *
    from {{ model }}
    where {% for column in columns %} {{ column }} is null{% if not loop.last %} or {% endif %} {% endfor %}
{% endtest %}
