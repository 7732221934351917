-- The macro converted_value keeps a value in its own unit as it is, bit by bit, and converts between units.
with
    examples(value, from_code, to_code, wanted) as (
        values
            (53.22, 'cny_100m', 'cny_100m', 53.22),
            (7.49, 'cny_10k_per_person', 'cny_per_person', 74900.0),
            (12.5, 'cny_10k', 'cny_100m', 0.00125),
            (0.1, 'percent', 'percent', 0.1)
    )

select examples.*, {{ converted_value("cast(value as double)", "from_unit", "to_unit") }} as converted
from examples
inner join {{ ref("units") }} as from_unit on examples.from_code = from_unit.unit_code
inner join {{ ref("units") }} as to_unit on examples.to_code = to_unit.unit_code
where abs(converted - wanted) > 1e-12 * abs(wanted) or (from_code = to_code and converted != cast(value as double))
