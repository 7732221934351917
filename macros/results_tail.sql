{#- What every mart of results says of its system beside them: whether it is synthetic, and the horizon of its releases. -#}
{% macro results_tail(table=none) -%}
    {{ table ~ "." if table }}system_code
    in (select system_code from {{ ref("ind_synthetic_systems") }}) as is_synthetic,
    {{ release_horizon() }}
{%- endmacro %}
