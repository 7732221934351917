-- Firms, capital and patents of each city, chain and year: flows of the year and stocks at its end.
with
    places as (select distinct release_code, region_code, chain_code from {{ ref("ind_firm_flows") }}),

    -- What came before the first year is carried into it: one year earlier, so that no flow of the first year has it.
    booked as (
        select
            release_code,
            region_code,
            chain_code,
            greatest(year, {{ var("firm_first_year") }} - 1) as year,
            sum(new_firms) as new_firms,
            sum(new_capital_10k_cny) as new_capital,
            sum(new_without_capital) as new_without_capital,
            sum(exited_firms) as exited_firms,
            sum(exited_capital_10k_cny) as exited_capital,
            sum(exited_without_capital) as exited_without_capital,
            sum(patents) as patents,
            sum(utility_patents) as utility_patents
        from {{ ref("ind_firm_flows") }}
        group by release_code, region_code, chain_code, greatest(year, {{ var("firm_first_year") }} - 1)
    ),

    grid as (
        select places.release_code, places.region_code, places.chain_code, years.year
        from places
        inner join {{ ref("ind_firm_years") }} as years on places.release_code = years.release_code
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
    cast(coalesce(degrees.weighted_degree_all_cities, 0) as bigint) as weighted_degree_all_cities
from stocks
left join
    {{ ref("ind_firm_city_degrees") }} as degrees
    on stocks.release_code = degrees.release_code
    and stocks.region_code = degrees.region_code
    and stocks.chain_code = degrees.chain_code
    and stocks.year = degrees.year
where stocks.year >= {{ var("firm_first_year") }}
