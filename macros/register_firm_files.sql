{#- On Spark: the Parquet files of the firm rows and lookups as tables. DuckDB reads such sources from where they lie. -#}
{% macro register_firm_files() %}
    {% if execute and target.type == "spark" %}
        {% for source in graph.sources.values() if "firms" in source.tags %}
            {% do run_query("create database if not exists " ~ source.schema) %}
            {% do run_query("drop table if exists " ~ source.schema ~ "." ~ source.name) %}
            {% do run_query(
                "create table " ~ source.schema ~ "." ~ source.name ~ " using parquet location '"
                ~ source.meta["folder"] ~ "/" ~ source.name ~ "'"
            ) %}
        {% endfor %}
    {% endif %}
{% endmacro %}
