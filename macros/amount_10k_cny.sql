{#- An amount as stated, in 10k yuan to six decimals (a hundredth of a yuan), rounded half away from zero. Most amounts
    are in that unit already: the wide multiplication, which costs microseconds, is for the others. -#}
{% macro amount_10k_cny(amount, factor) -%}
    case when {{ factor }} = 1 then {{ amount }} else cast({{ amount }} * {{ factor }} as decimal(24, 6)) end
{%- endmacro %}
