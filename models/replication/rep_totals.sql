-- Printed totals: the sum of the parts that the same document prints.
select
    printed.cell_id,
    'any' as variant_code,
    sums.sum_of_parts as recomputed_value,
    sums.sum_of_parts - sums.half_unit as recomputed_low,
    sums.sum_of_parts + sums.half_unit as recomputed_high
from {{ ref("rep_printed_results") }} as printed
inner join {{ ref("fct_observation") }} as totals using (cell_id)
inner join
    {{ ref("ind_whole_part_sums") }} as sums
    on totals.region_code = sums.whole_region_code
    and totals.indicator_code = sums.indicator_code
    and totals.year = sums.year
    and totals.release_code = sums.release_code
where printed.measure = 'total' and sums.parts_found = sums.parts_asked
