{#- The text without white space and in half-width signs, as labels and numbers are compared: `ＧＤＰ（亿元）` and
    `GDP (亿元)` are one. A minus sign is a hyphen; a full-width bar stays, as it stands between parts of ids. -#}
{% macro plain_text(text) -%}
    translate(
        {{ without_blanks(text) }},
        '−！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｝～',
        '-!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{}~'
    )
{%- endmacro %}
