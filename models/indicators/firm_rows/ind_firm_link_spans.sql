-- From which year's end until which (not included) firms of one city hold something in another, firm by firm:
-- spans that touch or overlap are one, so that a firm counts once however often it invests there.
with
    chains as (
        select distinct chain_no, chain_code from {{ firm_lookup("norm_firm_industries") }} where chain_no is not null
    ),

    spans as (
        select
            release_code,
            from_chain_no as chain_no,
            from_region_code,
            to_region_code,
            investor_key,
            year(invested_on) as start_year,
            coalesce(year(ended_on), 9999) as end_year
        from {{ ref("norm_firm_investments") }}
        where
            reason_code is null and from_region_code != to_region_code and from_chain_no is not null
            {% if var("firm_link_chain") == "both" %} and to_chain_no = from_chain_no {% endif %}
            and year(invested_on) < coalesce(year(ended_on), 9999)
    ),

    ordered as (
        select
            *,
            max(end_year) over (
                partition by release_code, investor_key, to_region_code
                order by start_year, end_year
                rows between unbounded preceding and 1 preceding
            ) as held_until
        from spans
    ),

    numbered as (
        select
            *,
            sum(case when start_year <= held_until then 0 else 1 end) over (
                partition by release_code, investor_key, to_region_code
                order by start_year, end_year
                rows between unbounded preceding and current row
            ) as span_no
        from ordered
    )

select
    numbered.release_code,
    chains.chain_code,
    numbered.from_region_code,
    numbered.to_region_code,
    numbered.investor_key,
    numbered.span_no,
    min(numbered.start_year) as start_year,
    max(numbered.end_year) as end_year,
    count(*) as investments
from numbered
inner join chains on numbered.chain_no = chains.chain_no
group by
    numbered.release_code,
    chains.chain_code,
    numbered.from_region_code,
    numbered.to_region_code,
    numbered.investor_key,
    numbered.span_no
