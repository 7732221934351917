-- A term has no white space, which no word has, and stands once in its list: letters in another case are the same term.
select indicator_code, lower({{ plain_text("term") }}) as plain_term, count(*) as times
from {{ ref("attention_terms") }}
group by all
having count(*) > 1 or bool_or(term != {{ without_blanks("term") }})
