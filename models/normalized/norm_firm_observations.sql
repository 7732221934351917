-- What firm rows say of a city and year, as observations of indicators: each is summed up over the rows of a release.
{% set measures = {
    "surviving_capital": ("surviving_capital_10k_cny", "cny_10k"),
    "new_capital": ("new_capital_10k_cny", "cny_10k"),
    "utility_patents": ("utility_patents", "item"),
    "weighted_degree": ("weighted_degree", "firm"),
} %}
with
    measured as (
        select years.*, coalesce(links.weighted_degree, 0) as weighted_degree
        from {{ ref("stg_firms__city_years") }} as years
        left join {{ ref("norm_firm_links") }} as links using (release_code, region_code, chain_code, year)
    ),

    tidy as (
        {% for measure, (column, unit) in measures.items() %}
            select
                release_code,
                region_code,
                chain_code,
                year,
                '{{ measure }}' as measure,
                '{{ unit }}' as unit_code,
                cast({{ column }} as double) as value
            from measured
            {% if not loop.last %}
                union all
            {% endif %}
        {% endfor %}
    )

select
    tidy.region_code,
    indicators.indicator_code,
    tidy.year,
    tidy.release_code,
    {{ converted_value("tidy.value", "stated", "units") }} as value,
    units.unit_code,
    concat_ws('|', tidy.release_code, tidy.region_code, tidy.chain_code, tidy.year, tidy.measure) as cell_id,
    'firms/' || releases.edition as source_file,
    tidy.chain_code as source_sheet,
    tidy.measure as source_column,
    'sum over firm rows' as value_text
from tidy
inner join {{ ref("norm_releases") }} as releases using (release_code)
inner join {{ ref("firm_indicators") }} as chosen using (chain_code, measure)
inner join {{ ref("indicators") }} as indicators using (indicator_code)
inner join {{ ref("units") }} as stated on tidy.unit_code = stated.unit_code
inner join {{ ref("units") }} as units on indicators.unit_code = units.unit_code
