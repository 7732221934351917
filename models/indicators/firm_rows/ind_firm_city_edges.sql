-- How many firms of a chain in one city hold something in another at the end of each year.
with
    flows as (
        select release_code, chain_code, from_region_code, to_region_code, start_year as year, count(*) as firms
        from {{ ref("ind_firm_link_spans") }}
        group by release_code, chain_code, from_region_code, to_region_code, start_year
        union all
        select release_code, chain_code, from_region_code, to_region_code, end_year, - count(*)
        from {{ ref("ind_firm_link_spans") }}
        where end_year < 9999
        group by release_code, chain_code, from_region_code, to_region_code, end_year
    ),

    pairs as (select distinct release_code, chain_code, from_region_code, to_region_code from flows),

    -- What began before the first year is there at its end.
    yearly as (
        select
            release_code,
            chain_code,
            from_region_code,
            to_region_code,
            greatest(year, {{ var("firm_first_year") }}) as year,
            sum(firms) as firms
        from flows
        group by
            release_code, chain_code, from_region_code, to_region_code, greatest(year, {{ var("firm_first_year") }})
    ),

    stocks as (
        select
            pairs.release_code,
            pairs.chain_code,
            pairs.from_region_code,
            pairs.to_region_code,
            years.year,
            sum(coalesce(yearly.firms, 0)) over (
                partition by pairs.release_code, pairs.chain_code, pairs.from_region_code, pairs.to_region_code
                order by years.year
            ) as firms
        from pairs
        inner join {{ ref("ind_firm_years") }} as years on pairs.release_code = years.release_code
        left join
            yearly
            on pairs.release_code = yearly.release_code
            and pairs.chain_code = yearly.chain_code
            and pairs.from_region_code = yearly.from_region_code
            and pairs.to_region_code = yearly.to_region_code
            and years.year = yearly.year
    )

select release_code, chain_code, from_region_code, to_region_code, year, cast(firms as bigint) as firms
from stocks
where firms > 0
