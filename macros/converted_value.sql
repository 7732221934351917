{#- A value in one unit, expressed in another of the same dimension. Both arguments name rows of the seed `units`.
    The quotient of the factors is taken first, so that a value in the unit asked for comes through unchanged. -#}
{% macro converted_value(value, from_unit, to_unit) -%}
    {{ value }} * ({{ from_unit }}.factor_to_base / {{ to_unit }}.factor_to_base)
{%- endmacro %}
