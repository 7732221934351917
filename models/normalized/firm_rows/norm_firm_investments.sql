-- Every investment row: from which firm, city and chain to which, from when until when, or why it is held back. It ends
-- when it is withdrawn or either firm is deregistered. New files are added; what lacked a firm is tried again.
{{ config(materialized="incremental", incremental_strategy="append") }}

-- The rules that a row can break on its own: they come first, so that what is joined with the firms is narrow.
{% set rules = [
    ("no_id", "investor_id is null", "investor_id", "null"),
    ("no_id", "investee_id is null", "investee_id", "null"),
    ("no_date", "invested_on is null", "invested_on", "null"),
    ("dates_out_of_order", "exited_on < invested_on", "exited_on", "exited_on"),
    ("date_after_release", "invested_on > published_on", "invested_on", "invested_on"),
    ("date_after_release", "exited_on > published_on", "exited_on", "exited_on"),
    ("negative_amount", "amount < 0", "amount", "amount"),
    (
        "unknown_currency_or_unit",
        "amount is not null and factor is null",
        "amount_unit",
        "concat_ws(' ', amount_unit, amount_currency)",
    ),
] %}

with
    fresh as ({{ fresh_firm_rows("stg_firm_rows__investments") }}),

    checked as (
        select
            fresh.*,
            {{ amount_10k_cny("fresh.amount", "currencies.factor") }} as amount_10k_cny,
            {{ broken_rule(rules) }} as broken_rule
        from fresh
        left join
            {{ firm_lookup("norm_firm_currencies") }} as currencies
            on fresh.amount_currency = currencies.currency
            and fresh.amount_unit = currencies.unit
            and year(fresh.invested_on) = currencies.year
    ),

    narrow as (
        select
            release_no,
            file_no,
            row_no,
            attempt,
            investor_id,
            investee_id,
            invested_on,
            exited_on,
            amount_10k_cny,
            {{ rule_columns(rules) }}
        from checked
    )

select
    files.release_code,
    files.file_id,
    narrow.file_no,
    narrow.row_no,
    narrow.attempt,
    investors.firm_key as investor_key,
    cast(investors.region_no as {{ dbt.type_string() }}) as from_region_code,
    investors.chain_no as from_chain_no,
    investees.firm_key as investee_key,
    cast(investees.region_no as {{ dbt.type_string() }}) as to_region_code,
    investees.chain_no as to_chain_no,
    narrow.invested_on,
    least(narrow.exited_on, investors.deregistered_on, investees.deregistered_on) as ended_on,
    narrow.amount_10k_cny,
    {{ orphan_columns([("investor", "investors"), ("investee", "investees")]) }}
from narrow
left join {{ narrow_firms() }} as investors on {{ same_firm("narrow.investor_id", "investors") }}
left join {{ narrow_firms() }} as investees on {{ same_firm("narrow.investee_id", "investees") }}
inner join {{ ref("stg_firm_rows__files") }} as files on narrow.file_no = files.file_no
