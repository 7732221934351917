-- Violations: a landed file that was refused, or that has changed since it landed.
select
    'landing_files' as audit_code,
    source_file as subject,
    null::double as stated,
    null::double as expected,
    coalesce(refusal, warning) as detail_zh,
    coalesce(refusal, warning) as detail_en
from {{ ref("fct_landed_file") }}
where refusal is not null or warning is not null
