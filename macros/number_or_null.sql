{#- The text as a number, or null. Digits may be grouped in threes by commas (`12,5` may be 12.5, so it is none);
    what an engine would also take for a number (`nan`, `inf`, `1e3`) is none. -#}
{% macro number_or_null(text) -%}
    case
        when
            regexp_full_match({{ text }}, '[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?')
        then try_cast(replace({{ text }}, ',', '') as double)
    end
{%- endmacro %}
