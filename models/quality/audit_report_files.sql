-- Violations: work reports that were refused or have changed since they landed, and one text for several regions or
-- years.
select
    'report_files' as audit_code,
    source_file as subject,
    null::double as stated,
    null::double as expected,
    source_file || '：' || coalesce(refusal, warning) as detail_zh,
    source_file || ': ' || coalesce(refusal, warning) as detail_en
from {{ ref("norm_reports") }}
where refusal is not null or warning is not null
union all
select
    'report_files',
    release_code || '|' || sha256,
    count(*),
    1,
    '文本相同：' || string_agg(source_file, '，' order by source_file),
    'the same text: ' || string_agg(source_file, ', ' order by source_file)
from {{ ref("norm_reports") }}
where outcome in ('counted', 'not_yet_released')
group by release_code, sha256
having count(*) > 1
