{#- The name that a spreadsheet gives a column: 1 -> A, 27 -> AA, 703 -> AAA. -#}
{% macro column_letter(number) -%}
    case when {{ number }} > 702 then chr(cast(64 + ({{ number }} - 703) // 676 + 1 as integer)) else '' end
    || case when {{ number }} > 26 then chr(cast(65 + (({{ number }} - 27) // 26) % 26 as integer)) else '' end
    || chr(cast(65 + ({{ number }} - 1) % 26 as integer))
{%- endmacro %}
