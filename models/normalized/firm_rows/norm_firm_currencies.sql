{{ config(enabled=(target.name == "firms"), tags=["firm_lookups"]) }}

-- What one of a unit of a currency is worth in 10k yuan in a year. Without a rate, a known currency or a known unit
-- there
-- is no row.
with
    stated as (
        select capital_currency as currency, capital_unit as unit, year(established_on) as year
        from {{ ref("stg_firm_rows__enterprises") }}
        where registered_capital is not null
        union
        select amount_currency, amount_unit, year(invested_on)
        from {{ ref("stg_firm_rows__investments") }}
        where amount is not null
    )

select
    stated.currency,
    stated.unit,
    stated.year,
    cast(
        units.factor_to_base
        / 10000
        * case when currencies.currency_code = 'CNY' then 1 else rates.cny_per_100 / 100 end as decimal(13, 8)
    ) as factor
from stated
inner join {{ ref("currency_aliases") }} as currencies on upper({{ plain_text("stated.currency") }}) = currencies.alias
inner join {{ ref("unit_aliases") }} as aliases on lower({{ plain_text("stated.unit") }}) = aliases.alias
inner join
    {{ ref("units") }} as units
    on aliases.unit_code = units.unit_code
    and units.dimension in ('currency_cny', 'currency_usd')
left join
    {{ ref("exchange_rates") }} as rates on currencies.currency_code = rates.currency_code and stated.year = rates.year
where stated.year is not null and (currencies.currency_code = 'CNY' or rates.cny_per_100 is not null)
