-- Every work report of the landing folders, with what became of it.
with
    summed as (
        select file_id, sum(count_words) as terms_as_words, sum(count_substring) as terms_as_substrings
        from {{ ref("stg_reports__terms") }}
        group by file_id
    )

select
    reports.source_file,
    reports.release_code,
    reports.region_label,
    reports.region_code,
    reports.year,
    reports.sha256,
    reports.bytes,
    reports.characters,
    reports.words,
    cast(coalesce(summed.terms_as_words, 0) as bigint) as terms_as_words,
    cast(coalesce(summed.terms_as_substrings, 0) as bigint) as terms_as_substrings,
    reports.outcome,
    reports.reason_code,
    reports.refusal,
    reports.warning,
    reports.is_synthetic,
    reports.method_version
from {{ ref("norm_reports") }} as reports
left join summed using (file_id)
