-- Violations: a landed file that was refused, that has changed since it landed, or whose release is dated ahead.
with
    lines as (
        select source_file, coalesce(refusal, warning) as line
        from {{ ref("fct_landed_file") }}
        where refusal is not null or warning is not null
        union all
        select source_file, 'its release is dated ' || published_on || ': no figure of it is used before that day'
        from {{ ref("fct_landed_file") }}
        inner join {{ ref("norm_releases") }} using (release_code)
        where published_on > {{ build_date() }}
    )

select
    'landing_files' as audit_code,
    source_file as subject,
    null::double as stated,
    null::double as expected,
    string_agg(line, '; ' order by line) as detail_zh,
    string_agg(line, '; ' order by line) as detail_en
from lines
group by source_file
