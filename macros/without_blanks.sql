{#- The text without any white space: plain, full-width (U+3000), non-breaking (U+00A0) or zero-width (U+200B, U+FEFF).
    Publishers pad names (`武    汉`); a label is looked up without its padding. -#}
{% macro without_blanks(text) -%}
    regexp_replace({{ text }}, '[\s\x{3000}\x{00A0}\x{200B}\x{FEFF}]+', '', 'g')
{%- endmacro %}
