-- What became of the figures of each landed file: how many were taken in, kept apart or held back, and why.
-- 各导入文件的数字去向：采用、另存或隔离及原因。
select
    source_file, outcome, reason_code, count(*) as cells, min(source_row) as first_row, any_value(value_text) as example
from {{ ref("norm_judged_figures") }}
where origin = 'landed'
group by source_file, outcome, reason_code
order by source_file, cells desc
