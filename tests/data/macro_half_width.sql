-- half_width: full-width signs and the minus sign as those of a keyboard; a full-width bar stays.
select *
from (values ('ＧＤＰ（亿元）', 'GDP(亿元)'), ('−3．5', '-3.5'), ('它＇', '它'''), ('ａ｜ｂ', 'a｜b'), ('', '')) as cases(text, expected)
where {{ half_width("text") }} is distinct from expected
