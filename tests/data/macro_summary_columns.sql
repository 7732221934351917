-- The macro summary_columns against values worked out by hand: 68.0, 71.3, 82.9, 84.7, 90.5, 96.8 and one region alone.
with
    examples(part, figure) as (
        values ('six', 71.3), ('six', 82.9), ('six', 96.8), ('six', 68.0), ('six', 84.7), ('six', 90.5), ('one', 3.0)
    ),

    found as (select part, {{ summary_columns("cast(figure as double)") }} from examples group by part)

select *
from found
where
    (part = 'six' and not (regions = 6 and abs(median - 83.8) < 1e-9 and abs(mean - 494.2 / 6) < 1e-9 and minimum = 68))
    or (part = 'one' and not (standard_deviation_sample is null and standard_deviation_population = 0 and maximum = 3))
