-- No number of a table is NaN or infinite: what has no value is null. Floating columns are those of the contract.
{% test finite_numbers(model) %}
    {%- set numbers = [] -%}
    {%- for node in (graph.nodes.values() if execute else []) -%}
        {%- if node.resource_type == "model" and node.alias == model.identifier -%}
            {%- for column in node.columns.values() if column.data_type in ("double", "float") -%}
                {%- do numbers.append(column.name) -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor %}
    select *
    from {{ model }}
    where
        {% for number in numbers %} isnan({{ number }}) or isinf({{ number }}){% if not loop.last %} or {% endif %}
        {% else %} false
        {% endfor %}
{% endtest %}
