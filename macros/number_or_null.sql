{#- The text as a finite number, or null. Digits may be grouped in threes by commas (`12,5` may be 12.5, so it is none);
    `nan` and `inf`, which an engine would take for numbers, are none. -#}
{% macro number_or_null(text) -%}
    case
        when
            regexp_full_match({{ text }}, '[^,]*|[+-]?\d{1,3}(,\d{3})+(\.\d+)?')
            and isfinite(try_cast(replace({{ text }}, ',', '') as double))
        then try_cast(replace({{ text }}, ',', '') as double)
    end
{%- endmacro %}
