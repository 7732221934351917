{#- The accepted firms in as few bytes as a join of many rows can do with: hashes for ids (see same_firm), short numbers for
    release, city and chain. Not a common table: an engine would keep it for its second use. -#}
{% macro narrow_firms() -%}
    (
        select
            release_no,
            {{ row_hash("enterprise_id") }} as id_hash,
            {{ row_check("enterprise_id") }} as id_check,
            firm_key,
            cast(region_code as integer) as region_no,
            chain_no,
            deregistered_on
        from {{ ref("norm_firm_enterprises") }}
        where reason_code is null
    )
{%- endmacro %}
