{#- No two rows share the same values in these columns (null counts as a value). -#}
{% test unique_combination(model, columns) %}
    select {{ columns | join(", ") }}, count(*) as rows_sharing_the_key
    from {{ model }}
    group by {{ columns | join(", ") }}
    having count(*) > 1
{% endtest %}
