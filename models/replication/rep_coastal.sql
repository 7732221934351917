-- Coastal and inland regions: shares in the nation, average annual growth of values and of shares, in percent.
with printed as (select * from {{ ref("rep_printed_results") }} where article = 'coastal')

select printed.cell_id, 'any' as variant_code, shares.share * 100 as recomputed_value
from printed
inner join
    {{ ref("fct_share") }} as shares
    on shares.system_code = 'coastal_inland'
    and printed.indicator_code = shares.indicator_code
    and printed.region_code = shares.region_code
    and printed.first_year = shares.year
where printed.measure = 'share'

union all

select printed.cell_id, 'any', growth.annual_growth * 100
from printed
inner join
    {{ ref("fct_growth") }} as growth
    on growth.system_code = 'coastal_inland'
    and growth.quantity = case printed.measure when 'growth_rate' then 'value' else 'share' end
    and printed.indicator_code = growth.indicator_code
    and printed.region_code = growth.region_code
    and printed.first_year = growth.first_year
    and printed.last_year = growth.last_year
where printed.measure in ('growth_rate', 'share_growth_rate')
