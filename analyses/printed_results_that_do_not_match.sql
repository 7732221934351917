-- Which printed results differ from the recomputed ones, and how far?
-- 哪些刊载结果与重算不符，相差多少？
select
    article,
    table_no,
    source_line,
    measure,
    region_label,
    period_label,
    printed_text,
    round(recomputed_value, cast(printed_decimals as integer)) as recomputed_as_printed,
    difference,
    -- 1 is one unit of the last printed place.
    difference * pow(10, printed_decimals) as difference_in_last_place
from {{ ref("fct_replication") }}
where is_default and status = 'mismatch'
order by abs(difference_in_last_place) desc, article, table_no, source_line, region_label, period_label
