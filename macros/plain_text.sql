{#- The text without white space and in half-width signs, as labels and numbers are compared: `ＧＤＰ（亿元）` and
    `GDP (亿元)` are one. A minus sign is a hyphen. -#}
{% macro plain_text(text) -%}
    translate(
        {{ without_blanks(text) }},
        '（）：％，．＃／－−＝＆＋０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ',
        '():%,.#/--=&+0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
    )
{%- endmacro %}
