-- Every investment row: from which firm, city and chain to which, from when until when, or why it is held back. It ends
-- when it is withdrawn or either firm is deregistered. New files are added; what lacked a firm is tried again.
{{ config(materialized="incremental", incremental_strategy="append") }}

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

    -- The rules that a row can break on its own come first, so that what is joined with the firms is narrow.
    checked as (
        select
            fresh.*,
            {{ amount_10k_cny("fresh.amount", "currencies.factor") }} as amount_10k_cny,
            case
                when fresh.problem_column = 'row'
                then 'torn_row'
                when fresh.problem_column is not null
                then 'unreadable_cell'
                when fresh.investor_id is null or fresh.investee_id is null
                then 'no_id'
                when fresh.invested_on is null
                then 'no_date'
                when fresh.exited_on < fresh.invested_on
                then 'dates_out_of_order'
                when fresh.invested_on > fresh.published_on or fresh.exited_on > fresh.published_on
                then 'date_after_release'
                when fresh.amount < 0
                then 'negative_amount'
                when fresh.amount is not null and currencies.factor is null
                then 'unknown_currency_or_unit'
            end as own_reason
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
            own_reason,
            case
                own_reason
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
                else problem_column
            end as own_column,
            case
                own_reason
                when 'dates_out_of_order'
                then cast(exited_on as {{ dbt.type_string() }})
                when 'date_after_release'
                then cast(invested_on as {{ dbt.type_string() }})
                when 'negative_amount'
                then cast(amount as {{ dbt.type_string() }})
                when 'unknown_currency_or_unit'
                then concat_ws(' ', amount_unit, amount_currency)
                else problem_text
            end as own_text
        from checked
    ),

    joined as (
        select
            narrow.*,
            investors.firm_key as investor_key,
            investors.region_no as from_region_no,
            investors.chain_no as from_chain_no,
            investees.firm_key as investee_key,
            investees.region_no as to_region_no,
            investees.chain_no as to_chain_no,
            least(narrow.exited_on, investors.deregistered_on, investees.deregistered_on) as ended_on,
            case
                when narrow.own_reason is not null
                then narrow.own_reason
                when investors.firm_key is null
                then 'orphan_investor'
                when investees.firm_key is null
                then 'orphan_investee'
            end as reason_code
        from narrow
        left join
            {{ narrow_firms() }} as investors
            on narrow.investor_id = investors.enterprise_id
            and narrow.release_no = investors.release_no
        left join
            {{ narrow_firms() }} as investees
            on narrow.investee_id = investees.enterprise_id
            and narrow.release_no = investees.release_no
    )

select
    files.release_code,
    files.file_id,
    joined.file_no,
    joined.row_no,
    joined.attempt,
    joined.investor_key,
    cast(joined.from_region_no as {{ dbt.type_string() }}) as from_region_code,
    joined.from_chain_no,
    joined.investee_key,
    cast(joined.to_region_no as {{ dbt.type_string() }}) as to_region_code,
    joined.to_chain_no,
    joined.invested_on,
    joined.ended_on,
    joined.amount_10k_cny,
    joined.reason_code,
    case
        joined.reason_code
        when 'orphan_investor'
        then 'investor_id'
        when 'orphan_investee'
        then 'investee_id'
        else joined.own_column
    end as reason_column,
    case
        joined.reason_code
        when 'orphan_investor'
        then joined.investor_id
        when 'orphan_investee'
        then joined.investee_id
        else joined.own_text
    end as reason_text
from joined
inner join {{ ref("stg_firm_rows__files") }} as files on joined.file_no = files.file_no
