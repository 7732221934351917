{#- A small table that the warehouse's own engine works out for the firm models: a model of its own there, and on another
    engine the Parquet file that it left. -#}
{% macro firm_lookup(name) -%} {{ return(adapter.dispatch("firm_lookup")(name)) }} {%- endmacro %}

{% macro default__firm_lookup(name) -%} {{ ref(name) }} {%- endmacro %}

{% macro spark__firm_lookup(name) -%} {{ source("firm_lookups", name) }} {%- endmacro %}
