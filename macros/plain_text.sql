{#- The text as labels and numbers are compared, the same as `cell_text.squeezed`: without white space, in half-width and
    simplified signs. `ＧＤＰ（亿元）` and `GDP (亿元)` are one. -#}
{% macro plain_text(text) -%} {{ simplified(half_width(without_blanks(text))) }} {%- endmacro %}
