-- An expectation of level error that is not met stops the publish.
select mart, check_name_en, column_name, rows_unexpected, examples
from {{ ref("fct_quality_check") }}
where severity = 'error' and not is_passed
