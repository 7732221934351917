-- The macro without_blanks takes out every kind of white space and nothing else.
with
    examples(text, wanted) as (
        values
            ('武    汉', '武汉'),
            ('武　汉', '武汉'),
            (' 1 234.5 ', '1234.5'),
            ('北京' || chr(160) || '市', '北京市'),
            ('', ''),
            (chr(65279) || '合　　计', '合计'),
            ('Inner Mongolia', 'InnerMongolia')
    )

select text, wanted
from examples
where {{ without_blanks("text") }} != wanted
