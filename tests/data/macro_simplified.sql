-- simplified: traditional signs as simplified ones, others as they are.
select *
from (values ('廣東', '广东'), ('萬人', '万人'), ('乾县', '乾县'), ('GDP', 'GDP'), ('', '')) as cases(text, expected)
where {{ simplified("text") }} is distinct from expected
