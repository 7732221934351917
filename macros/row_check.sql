{#- 31 bits of another hash of a text (32 on Spark): with `row_hash` two texts meet by chance once in 2^95 pairs. -#}
{% macro row_check(text) -%} {{ return(adapter.dispatch("row_check")(text)) }} {%- endmacro %}

{% macro default__row_check(text) -%} cast(hash({{ text }} || '#') >> 33 as integer) {%- endmacro %}

{% macro spark__row_check(text) -%} hash({{ text }}) {%- endmacro %}
