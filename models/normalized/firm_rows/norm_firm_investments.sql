-- Every investment row: from which firm, city and chain to which, from when until when, or why it is held back. It ends
-- when it is withdrawn or either firm is deregistered. New files are added; what lacked a firm is tried again.
{{ config(materialized="incremental", incremental_strategy="append") }}

-- Not a common table: an engine would keep it for its second use.
{% set firms %}
    (
        select release_code, enterprise_id, firm_key, region_code, chain_code, deregistered_on
        from {{ ref("norm_firm_enterprises") }}
        where reason_code is null
    )
{% endset %}

with
    fresh as (
        select *, 1 as attempt
        from {{ ref("stg_firm_rows__investments") }}
        where {{ unread_files() }}
        {% if is_incremental() %}
            union all
            select investments.*, found.attempt
            from {{ ref("stg_firm_rows__investments") }} as investments
            inner join
                ({{ orphans_found() }}) as found
                on investments.file_id = found.file_id
                and investments.row_no = found.row_no
        {% endif %}
    ),

    resolved as (
        select
            fresh.*,
            investors.firm_key as investor_key,
            investors.region_code as from_region_code,
            investors.chain_code as from_chain_code,
            investees.firm_key as investee_key,
            investees.region_code as to_region_code,
            investees.chain_code as to_chain_code,
            least(fresh.exited_on, investors.deregistered_on, investees.deregistered_on) as ended_on,
            {{ amount_10k_cny("fresh.amount", "currencies.factor") }} as amount_10k_cny
        from fresh
        left join
            {{ firms }} as investors
            on fresh.investor_id = investors.enterprise_id
            and fresh.release_code = investors.release_code
        left join
            {{ firms }} as investees
            on fresh.investee_id = investees.enterprise_id
            and fresh.release_code = investees.release_code
        left join
            {{ firm_lookup("norm_firm_currencies") }} as currencies
            on fresh.amount_currency = currencies.currency
            and fresh.amount_unit = currencies.unit
            and year(fresh.invested_on) = currencies.year
    ),

    judged as (
        select
            *,
            case
                when problem_column = 'row'
                then 'torn_row'
                when problem_column is not null
                then 'unreadable_cell'
                when investor_id is null or investee_id is null
                then 'no_id'
                when invested_on is null
                then 'no_date'
                when exited_on < invested_on
                then 'dates_out_of_order'
                when invested_on > published_on or exited_on > published_on
                then 'date_after_release'
                when amount < 0
                then 'negative_amount'
                when amount is not null and amount_10k_cny is null
                then 'unknown_currency_or_unit'
                when investor_key is null
                then 'orphan_investor'
                when investee_key is null
                then 'orphan_investee'
            end as reason_code
        from resolved
    )

select
    release_code,
    file_id,
    file_no,
    row_no,
    attempt,
    investor_key,
    from_region_code,
    from_chain_code,
    investee_key,
    to_region_code,
    to_chain_code,
    invested_on,
    ended_on,
    amount_10k_cny,
    reason_code,
    case
        reason_code
        when 'no_id'
        then case when investor_id is null then 'investor_id' else 'investee_id' end
        when 'no_date'
        then 'invested_on'
        when 'dates_out_of_order'
        then 'exited_on'
        when 'date_after_release'
        then 'invested_on'
        when 'negative_amount'
        then 'amount'
        when 'unknown_currency_or_unit'
        then 'amount_unit'
        when 'orphan_investor'
        then 'investor_id'
        when 'orphan_investee'
        then 'investee_id'
        else problem_column
    end as reason_column,
    case
        reason_code
        when 'dates_out_of_order'
        then cast(exited_on as {{ dbt.type_string() }})
        when 'date_after_release'
        then cast(invested_on as {{ dbt.type_string() }})
        when 'negative_amount'
        then cast(amount as {{ dbt.type_string() }})
        when 'unknown_currency_or_unit'
        then concat_ws(' ', amount_unit, amount_currency)
        when 'orphan_investor'
        then investor_id
        when 'orphan_investee'
        then investee_id
        else problem_text
    end as reason_text
from judged
