-- Chains of industries whose firms are measured together.
select chain_code, name_zh, name_en, sort_order, description_zh, description_en from {{ ref("chains") }}
