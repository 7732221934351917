-- Every enterprise row: where it is, its chain, its capital in 10k yuan, or why it is held back. The first row of an id
-- counts. New files are added to what is there.
{{ config(materialized="incremental", incremental_strategy="append") }}

{% set rules = [
    ("no_id", "enterprise_id is null", "enterprise_id", "null"),
    ("unknown_city", "region_code is null", "city", "city"),
    ("unknown_industry", "section is null", "industry", "industry"),
    ("no_date", "established_on is null", "established_on", "null"),
    ("dates_out_of_order", "deregistered_on < established_on", "deregistered_on", "deregistered_on"),
    ("date_after_release", "established_on > published_on", "established_on", "established_on"),
    ("date_after_release", "deregistered_on > published_on", "deregistered_on", "deregistered_on"),
    ("negative_amount", "registered_capital < 0", "registered_capital", "registered_capital"),
    (
        "unknown_currency_or_unit",
        "registered_capital is not null and capital_10k_cny is null",
        "capital_unit",
        "concat_ws(' ', capital_unit, capital_currency)",
    ),
    ("duplicate_id", "firm_key > first_key", "enterprise_id", "enterprise_id"),
] %}

-- Not one common table: an engine would keep all columns of all rows for its second use.
{% set fresh %} (select * from {{ ref("stg_firm_rows__enterprises") }} where {{ unread_files() }}) {% endset %}

with
    -- Ids that may stand there twice, by their hash: a narrow table even for many firms.
    suspects as (
        select {{ row_hash("enterprise_id") }} as id_hash
        from {{ fresh }} as fresh
        group by {{ row_hash("enterprise_id") }}
        having count(*) > 1
        {% if is_incremental() %}
            union
            select {{ row_hash("enterprise_id") }}
            from {{ fresh }} as fresh
            where enterprise_id in (select enterprise_id from {{ this }})
        {% endif %}
    ),

    copies as (
        select release_code, enterprise_id, file_no * 1099511627776 + row_no as firm_key
        from {{ fresh }} as fresh
        where {{ row_hash("enterprise_id") }} in (select id_hash from suspects)
        {% if is_incremental() %}
            union all
            select release_code, enterprise_id, firm_key
            from {{ this }}
            where {{ row_hash("enterprise_id") }} in (select id_hash from suspects)
        {% endif %}
    ),

    firsts as (
        select release_code, enterprise_id, min(firm_key) as first_key
        from copies
        group by release_code, enterprise_id
        having count(*) > 1
    ),

    resolved as (
        select fresh.*, firsts.first_key
        from {{ ref("norm_firm_located_enterprises") }} as fresh
        left join firsts on fresh.release_code = firsts.release_code and fresh.enterprise_id = firsts.enterprise_id
        where {{ unread_files() }}
    ),

    judged as (select *, {{ broken_rule(rules) }} as broken_rule from resolved)

select
    release_code,
    release_no,
    file_id,
    file_no,
    row_no,
    firm_key,
    enterprise_id,
    region_code,
    chain_code,
    chain_no,
    established_on,
    deregistered_on,
    capital_10k_cny,
    {{ rule_columns(rules) }}
from judged
