-- How often each term stands in each work report that is counted, as a word and as a substring.
select
    terms.indicator_code,
    reports.release_code,
    reports.source_file,
    reports.region_code,
    reports.year,
    counts.term,
    counts.count_words,
    counts.count_substring,
    reports.words,
    reports.is_synthetic,
    reports.method_version,
    {{ release_horizon() }}
from {{ ref("norm_reports") }} as reports
inner join {{ ref("stg_reports__terms") }} as counts using (file_id)
inner join {{ ref("attention_terms") }} as terms using (term)
where reports.outcome = 'counted'
