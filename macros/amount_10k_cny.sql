{#- An amount as stated, in 10k yuan to six decimals (a hundredth of a yuan), rounded half away from zero. -#}
{% macro amount_10k_cny(amount, factor) -%} cast({{ amount }} * {{ factor }} as decimal(24, 6)) {%- endmacro %}
