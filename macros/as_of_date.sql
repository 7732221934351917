{#- The day as of which releases are known: the variable `as_of`, or the day on which the build started. -#}
{% macro as_of_date() -%} cast('{{ var("as_of") or run_started_at.strftime("%Y-%m-%d") }}' as date) {%- endmacro %}
