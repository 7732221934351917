-- Urbanization: what of table 4 follows from its printed axes, the ranks of table 5 from its printed q, and the weights
-- of table 1 from reported figures, once those of all its indicators have landed.
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
    ),

    -- One weight for all years, as the article prints it.
    weights as (
        select cell_id, variant_code, is_default, weight
        from {{ ref("fct_printed_weight") }}
        where weighting = 'entropy' and not is_synthetic
        qualify
            bool_and(coalesce(highest_weight - lowest_weight < 1e-12, false)) over (
                partition by system_code, variant_code
            )
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
    {{ ref("rep_printed_ellipses") }} as results
    on printed.measure = results.measure
    and printed.first_year = results.year
inner join {{ ref("ellipse_variants") }} as variants using (variant_code)

union all

select printed.cell_id, 'any', true, ranks.lowest, ranks.lowest, ranks.lowest + ranks.factors_sharing - 1
from printed
inner join ranks using (region_label, first_year)
where printed.measure = 'geodetector_rank'

union all

select printed.cell_id, weights.variant_code, weights.is_default, weights.weight, weights.weight, weights.weight
from printed
inner join weights using (cell_id)
