{#- The text without any white space: every sign that Unicode counts as such, or of zero width (U+200B, U+FEFF). Publishers
    pad names (`武    汉`); a label is looked up without its padding. -#}
{% macro without_blanks(text) -%}
    regexp_replace(
        {{ text }},
        '[\s\x0B\x1C-\x1F\x{0085}\x{00A0}\x{1680}\x{2000}-\x{200B}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}]+',
        '',
        'g'
    )
{%- endmacro %}
