-- What Great Expectations found in the marts.
select
    mart,
    expectation,
    column_name,
    check_name_en,
    check_name_zh,
    severity,
    is_passed,
    rows_checked,
    rows_unexpected,
    examples
from {{ ref("gx_results") }}
