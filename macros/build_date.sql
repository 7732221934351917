{#- The day on which the build started; unlike `as_of_date` it never lies in the past. -#}
{% macro build_date() -%} cast('{{ run_started_at.strftime("%Y-%m-%d") }}' as date) {%- endmacro %}
