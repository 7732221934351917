-- Industrial and innovation chains of 13 cities: coupling degree and coordination, under every variant.
select
    printed.cell_id,
    couplings.variant_code,
    case
        printed.measure when 'coupling_degree' then couplings.coupling_degree else couplings.coordination
    end as recomputed_value
from {{ ref("rep_printed_results") }} as printed
inner join
    {{ ref("fct_coupling") }} as couplings
    on couplings.system_code = 'dual_chain'
    and printed.region_code = couplings.region_code
    and printed.first_year = couplings.year
-- Bands name U and D and change neither: their variant is no further attempt.
where
    couplings.coupling_bands != 'as_printed'
    and printed.article = 'bth'
    and printed.measure in ('coupling_degree', 'coupling_coordination')
