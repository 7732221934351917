{#- The text in half-width signs: `ＧＤＰ（亿元）` -> `GDP(亿元)`. A minus sign is a hyphen; a full-width bar stays, as it stands
    between parts of ids. -#}
{% macro half_width(text) -%}
    case
        when regexp_matches({{ text }}, '[\x{2212}\x{FF01}-\x{FF5E}]')
        then
            translate(
                {{ text }},
                '−！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｝～',
                '-!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{}~'
            )
        else {{ text }}
    end
{%- endmacro %}
