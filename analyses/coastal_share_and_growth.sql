-- What is the coast's share of the nation, and does the coast or the inland grow faster?
-- 沿海占比多少，沿海与内陆谁增长更快？
with
    growth as (
        select
            indicator_code,
            first_year,
            last_year,
            max(annual_growth) filter (region_code = 'coastal_inland:coastal') as coastal_growth,
            max(annual_growth) filter (region_code = 'coastal_inland:inland') as inland_growth
        from {{ ref("fct_growth") }}
        where system_code = 'coastal_inland' and quantity = 'value'
        group by indicator_code, first_year, last_year
    )

select
    indicators.name_zh,
    indicators.name_en,
    growth.first_year,
    growth.last_year,
    -- Of an indicator that does not add up (a value per head) this is the ratio to the nation's value.
    first_share.share as coastal_share_first,
    last_share.share as coastal_share_last,
    growth.coastal_growth,
    growth.inland_growth,
    growth.coastal_growth > growth.inland_growth as is_coast_faster
from growth
inner join {{ ref("dim_indicator") }} as indicators using (indicator_code)
inner join
    {{ ref("fct_share") }} as first_share
    on growth.indicator_code = first_share.indicator_code
    and growth.first_year = first_share.year
    and first_share.system_code = 'coastal_inland'
    and first_share.region_code = 'coastal_inland:coastal'
inner join
    {{ ref("fct_share") }} as last_share
    on growth.indicator_code = last_share.indicator_code
    and growth.last_year = last_share.year
    and last_share.system_code = 'coastal_inland'
    and last_share.region_code = 'coastal_inland:coastal'
order by growth.first_year, indicators.indicator_code
