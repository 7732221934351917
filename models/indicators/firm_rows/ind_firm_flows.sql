-- What came and went in each city and chain in a year: firms, their capital, patents. Every stock is a running sum of
-- it.
with
    chains as (
        select distinct chain_no, chain_code from {{ firm_lookup("norm_firm_industries") }} where chain_no is not null
    ),

    flows as (
        select
            release_code,
            region_code,
            chain_no,
            year(established_on) as year,
            1 as new_firms,
            capital_10k_cny as new_capital,
            case when capital_10k_cny is null then 1 else 0 end as new_without_capital,
            0 as exited_firms,
            cast(0 as decimal(24, 6)) as exited_capital,
            0 as exited_without_capital,
            0 as patents,
            0 as utility_patents
        from {{ ref("norm_firm_enterprises") }}
        where reason_code is null and chain_no is not null
        union all
        select
            release_code,
            region_code,
            chain_no,
            year(deregistered_on),
            0,
            cast(0 as decimal(24, 6)),
            0,
            1,
            capital_10k_cny,
            case when capital_10k_cny is null then 1 else 0 end,
            0,
            0
        from {{ ref("norm_firm_enterprises") }}
        where reason_code is null and chain_no is not null and deregistered_on is not null
        union all
        select
            release_code,
            region_code,
            chain_no,
            granted_year,
            0,
            cast(0 as decimal(24, 6)),
            0,
            0,
            cast(0 as decimal(24, 6)),
            0,
            1,
            case when type_code = 'utility' then 1 else 0 end
        from {{ ref("norm_firm_patents") }}
        where reason_code is null and chain_no is not null
    )

select
    flows.release_code,
    flows.region_code,
    chains.chain_code,
    flows.year,
    sum(new_firms) as new_firms,
    coalesce(sum(new_capital), 0) as new_capital_10k_cny,
    sum(new_without_capital) as new_without_capital,
    sum(exited_firms) as exited_firms,
    coalesce(sum(exited_capital), 0) as exited_capital_10k_cny,
    sum(exited_without_capital) as exited_without_capital,
    sum(patents) as patents,
    sum(utility_patents) as utility_patents
from flows
inner join chains on flows.chain_no = chains.chain_no
group by flows.release_code, flows.region_code, chains.chain_code, flows.year
