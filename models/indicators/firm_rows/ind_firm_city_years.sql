-- Firms, capital and patents of each city, chain and year: flows of the year and stocks at its end.
with
    years as (
        select release_code, {{ each_year("first_year", "last_year") }} as year
        from
            (
                select release_code, {{ var("firm_first_year") }} as first_year, max(last_year) as last_year
                from {{ ref("stg_firm_rows__files") }}
                group by release_code
            ) as spans
    ),

    places as (select distinct release_code, region_code, chain_code from {{ ref("ind_firm_flows") }}),

    -- What came before the first year is carried into it: one year earlier, so that no flow of the first year has it.
    shifted as (
        select
            *,
            case
                when year < {{ var("firm_first_year") }} then {{ var("firm_first_year") }} - 1 else year
            end as booked_year
        from {{ ref("ind_firm_flows") }}
    ),

    booked as (
        select
            release_code,
            region_code,
            chain_code,
            booked_year as year,
            sum(new_firms) as new_firms,
            sum(new_capital_10k_cny) as new_capital,
            sum(new_without_capital) as new_without_capital,
            sum(exited_firms) as exited_firms,
            sum(exited_capital_10k_cny) as exited_capital,
            sum(exited_without_capital) as exited_without_capital,
            sum(patents) as patents,
            sum(utility_patents) as utility_patents
        from shifted
        group by release_code, region_code, chain_code, booked_year
    ),

    grid as (
        select places.release_code, places.region_code, places.chain_code, years.year
        from places
        inner join years on places.release_code = years.release_code
        union all
        select release_code, region_code, chain_code, {{ var("firm_first_year") }} - 1
        from places
    ),

    stocks as (
        select
            grid.release_code,
            grid.region_code,
            grid.chain_code,
            grid.year,
            coalesce(booked.new_firms, 0) as new_firms,
            coalesce(booked.new_capital, 0) as new_capital,
            coalesce(booked.exited_firms, 0) as exited_firms,
            coalesce(booked.exited_capital, 0) as exited_capital,
            coalesce(booked.patents, 0) as new_patents,
            {% for stock, flow in {
                "firms": "new_firms - booked.exited_firms",
                "surviving_capital": "new_capital - booked.exited_capital",
                "firms_without_capital": "new_without_capital - booked.exited_without_capital",
                "patents": "patents",
                "utility_patents": "utility_patents",
            }.items() %}
                sum(coalesce(booked.{{ flow }}, 0)) over (
                    partition by grid.release_code, grid.region_code, grid.chain_code order by grid.year
                ) as {{ stock }}
                {% if not loop.last %},{% endif %}
            {% endfor %}
        from grid
        left join
            booked
            on grid.release_code = booked.release_code
            and grid.region_code = booked.region_code
            and grid.chain_code = booked.chain_code
            and grid.year = booked.year
    ),

    degrees as (
        select release_code, chain_code, region_code, year, sum(firms) as weighted_degree
        from
            (
                select release_code, chain_code, from_region_code as region_code, year, firms
                from {{ ref("ind_firm_city_edges") }}
                union all
                select release_code, chain_code, to_region_code, year, firms
                from {{ ref("ind_firm_city_edges") }}
            ) as ends
        group by release_code, chain_code, region_code, year
    )

select
    stocks.release_code,
    stocks.region_code,
    stocks.chain_code,
    stocks.year,
    cast(stocks.firms as bigint) as firms,
    cast(stocks.new_firms as bigint) as new_firms,
    cast(stocks.exited_firms as bigint) as exited_firms,
    cast(stocks.firms_without_capital as bigint) as firms_without_capital,
    cast(stocks.surviving_capital as decimal(30, 6)) as surviving_capital_10k_cny,
    cast(stocks.new_capital as decimal(30, 6)) as new_capital_10k_cny,
    cast(stocks.exited_capital as decimal(30, 6)) as exited_capital_10k_cny,
    cast(stocks.new_patents as bigint) as new_patents,
    cast(stocks.patents as bigint) as patents,
    cast(stocks.utility_patents as bigint) as utility_patents,
    cast(coalesce(degrees.weighted_degree, 0) as bigint) as weighted_degree
from stocks
left join
    degrees
    on stocks.release_code = degrees.release_code
    and stocks.region_code = degrees.region_code
    and stocks.chain_code = degrees.chain_code
    and stocks.year = degrees.year
where stocks.year >= {{ var("firm_first_year") }}
