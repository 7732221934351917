-- amount_10k_cny: in 10k yuan to six decimals, half a hundredth of a yuan away from zero; nothing from nothing.
select *
from
    (
        values
            (1.5, 1, 1.5),
            (12345678.9, 0.0001, 1234.567890),
            (0.005, 0.0001, 0.000001),
            (-0.005, 0.0001, -0.000001),
            (0.0049, 0.0001, 0),
            (2, 10000, 20000),
            (100, 6.6174, 661.74),
            (null, 1, null),
            (1, null, null)
    ) as cases(amount, factor, expected)
where {{ amount_10k_cny("cast(amount as decimal(24, 6))", "cast(factor as decimal(13, 8))") }} is distinct from expected
