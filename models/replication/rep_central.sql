-- Six central provinces: medians of the environmental indicators.
select printed.cell_id, 'any' as variant_code, statistics.median as recomputed_value
from {{ ref("rep_printed_results") }} as printed
inner join
    {{ ref("fct_group_indicator") }} as statistics
    on statistics.system_code = 'central_six'
    and (statistics.scheme_code, statistics.group_code) = ('four_plates', 'central')
    and printed.indicator_code = statistics.indicator_code
    and printed.first_year = statistics.year
where printed.article = 'central' and printed.measure = 'median'
