-- Violations: two periods of a printed table that agree in every figure; one is likely a copy of the other.
with
    figures as (
        select doc_id, article, table_no, indicator_label, region_label, period_label, value_text
        from {{ ref("stg_published__cells") }}
        inner join {{ ref("published_documents") }} using (doc_id, article)
        inner join {{ ref("norm_known_releases") }} using (release_code)
        where value_number is not null
    )

select
    'identical_periods' as audit_code,
    concat_ws('|', doc_id, article, table_no, indicator_label, first.period_label, second.period_label) as subject,
    count(*) as stated,
    0 as expected,
    first.period_label || '与' || second.period_label || '的' || count(*) || '个数字全部相同' as detail_zh,
    'all '
    || count(*)
    || ' figures of '
    || first.period_label
    || ' and '
    || second.period_label
    || ' are the same' as detail_en
from figures as first
inner join figures as second using (doc_id, article, table_no, indicator_label, region_label)
where first.period_label < second.period_label
group by doc_id, article, table_no, indicator_label, first.period_label, second.period_label
-- A handful of figures may well agree by chance.
having count(*) >= 10 and bool_and(first.value_text = second.value_text)
