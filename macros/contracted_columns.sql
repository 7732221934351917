{#- Columns of every table with an enforced contract as rows of SQL literals: schema, table, column, place, type,
    description, and unit and label where the YAML of a table says them. Nothing while dbt parses. -#}
{% macro contracted_columns() -%}
    {%- set rows = [] -%}
    {%- for node in (graph.nodes.values() if execute else []) | sort(attribute="name") -%}
        {%- if node.resource_type == "model" and node.config.contract.enforced -%}
            {%- for column in node.columns.values() -%}
                {%- set said = column.config.meta -%}
                {%- set texts = [node.config.schema, node.name, column.name, column.data_type, column.description] -%}
                {%- set own = [said.unit_zh, said.unit_en, said.label_zh, said.label_en] -%}
                {%- set literals = [loop.index] -%}
                {%- for text in texts + own -%}
                    {%- do literals.append(dbt.string_literal(dbt.escape_single_quotes(text)) if text else "null") -%}
                {%- endfor -%}
                {%- do rows.append("(" ~ literals | join(", ") ~ ")") -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
    {{ rows | join(",\n        ") }}
{%- endmacro %}
