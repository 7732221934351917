-- year_of: one year in any of its spellings, and nothing else.
select *
from
    (
        values
            ('2019', 2019),
            ('2019年', 2019),
            ('Y2019年', 2019),
            ('2019年末', 2019),
            ('2019.0', 2019),
            ('2010-2015', null),
            ('2019年上半年', null),
            ('九五', null),
            ('', null)
    ) as cases(label, expected)
where {{ year_of("label") }} is distinct from expected
