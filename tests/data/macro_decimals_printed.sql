-- The macro decimals_printed counts the decimals as printed, trailing zeros included.
with examples(text, wanted) as (values ('53.22', 2), ('1204', 0), ('3.70', 2), ('-38.82', 2), ('0.001', 3))

select text, wanted
from examples
where {{ decimals_printed("text") }} != wanted
