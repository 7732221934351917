-- The macro number_or_null takes numbers, with digits grouped or not, and nothing else.
with
    examples(text, wanted) as (
        values
            ('1234.5', 1234.5),
            ('1,234.5', 1234.5),
            ('-38.82', -38.82),
            ('0', 0.0),
            ('1e3', null),
            ('nan', null),
            ('inf', null),
            ('-Infinity', null),
            ('约12', null),
            ('', null),
            ('—', null),
            ('12%', null),
            ('12,5', null),
            ('-1,234,567.5', -1234567.5),
            ('1,2345', null)
    )

select text, wanted
from examples
where ({{ number_or_null("text") }}) is distinct from wanted
