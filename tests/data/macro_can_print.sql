-- The macro can_print: a value, or a range of values, that can round to what is printed; ties round either way.
with
    examples(low, high, printed, decimals, wanted) as (
        values
            (0.334999, 0.334999, 0.33, 2, true),
            (0.336, 0.336, 0.33, 2, false),
            (0.335, 0.335, 0.34, 2, true),
            (0.335, 0.335, 0.33, 2, true),
            (7312.0, 7312.0, 7457.0, 0, false),
            (24.6, 25.2, 26.0, 0, false),
            (25.0, 26.0, 26.0, 0, true),
            (-0.405, -0.395, -0.40, 2, true),
            (12.4, 12.4, 12.0, 0, true)
    )

select *
from examples
where ({{ can_print("low", "high", "printed", half_unit("decimals")) }}) != wanted
