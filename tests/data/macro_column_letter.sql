-- column_letter: as spreadsheets name their columns.
select *
from
    (
        values
            (1, 'A'),
            (26, 'Z'),
            (27, 'AA'),
            (52, 'AZ'),
            (53, 'BA'),
            (702, 'ZZ'),
            (703, 'AAA'),
            (729, 'ABA'),
            (16384, 'XFD')
    ) as cases(number, expected)
where {{ column_letter("number") }} is distinct from expected
