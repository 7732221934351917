{#- A 64-bit hash of a text, to find candidates for equality; each engine has its own, so it never leaves a query. -#}
{% macro row_hash(text) -%} {{ return(adapter.dispatch("row_hash")(text)) }} {%- endmacro %}

{% macro default__row_hash(text) -%} hash({{ text }}) {%- endmacro %}

{% macro spark__row_hash(text) -%} xxhash64({{ text }}) {%- endmacro %}
