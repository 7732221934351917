-- plain_text: without white space, in half-width and simplified signs.
select *
from
    (
        values
            ('　人均ＧＤＰ（元／人）', '人均GDP(元/人)'),
            ('出口 总额：１２．５％', '出口总额:12.5%'),
            ('－3.5', '-3.5'),
            ('−3.5', '-3.5'),
            ('GDP｜share', 'GDP｜share'),
            ('廣　東', '广东'),
            ('', '')
    ) as cases(text, expected)
where {{ plain_text("text") }} is distinct from expected
