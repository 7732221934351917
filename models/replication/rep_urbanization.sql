-- Urbanization: what of table 4 follows from its printed axes, and the ranks of table 5 from its printed q.
with
    printed as (select * from {{ ref("rep_printed_results") }} where article = 'urbanization'),

    ranks as (
        select
            region_label,
            first_year,
            rank() over (by_q) as lowest,
            count(*) over (partition by first_year, value_number) as factors_sharing
        from printed
        where measure = 'geodetector_q'
        window by_q as (partition by first_year order by value_number desc)
    )

select
    printed.cell_id,
    results.variant_code,
    variants.is_default,
    results.recomputed_value,
    results.recomputed_low,
    results.recomputed_high
from printed
inner join
    {{ ref("calc_printed_ellipses") }} as results
    on printed.measure = results.measure
    and printed.first_year = results.year
inner join {{ ref("ellipse_variants") }} as variants using (variant_code)

union all

select printed.cell_id, 'any', true, ranks.lowest, ranks.lowest, ranks.lowest + ranks.factors_sharing - 1
from printed
inner join ranks using (region_label, first_year)
where printed.measure = 'geodetector_rank'
