{#- The column of a mart that says as of which day its releases are known. -#}
{% macro release_horizon() -%} {{ as_of_date() }} as release_horizon {%- endmacro %}
