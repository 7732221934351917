{#- Half a unit of the last printed place: how far a printed number may be from the one that was rounded. -#}
{% macro half_unit(decimals) -%} (0.5 * pow(10, -{{ decimals }})) {%- endmacro %}
