{#- Whether a number between `low` and `high` can round to the printed one: at most half a unit of its last place away.
    A tie (exactly half a unit) counts, since papers round ties either way; 1e-9 absorbs the binary representation. -#}
{% macro can_print(low, high, printed, half_unit) -%}
    {{ printed }} between {{ low }} - {{ half_unit }} - 1e-9 and {{ high }} + {{ half_unit }} + 1e-9
{%- endmacro %}
