-- Violations: a correction that no longer applies, because its cell reads otherwise, is gone, or the day has come. One
-- for a release that has not landed here waits for it.
select
    'lapsed_corrections' as audit_code,
    corrections.cell_id as subject,
    {{ number_or_null("figures.value_text") }} as stated,
    {{ number_or_null("corrections.expect_text") }} as expected,
    case
        when figures.cell_id is null
        then '单元格已不存在'
        when not figures.is_corrected
        then '原文现为' || coalesce(figures.value_text, '空')
        else '已过期：' || corrections.expires_on
    end as detail_zh,
    case
        when figures.cell_id is null
        then 'the cell is not there'
        when not figures.is_corrected
        then 'the cell now reads ' || coalesce(figures.value_text, 'nothing')
        else 'expired on ' || corrections.expires_on
    end as detail_en
from {{ ref("corrections") }} as corrections
left join {{ ref("norm_figures") }} as figures using (cell_id)
where
    split_part(corrections.cell_id, '|', 1) in (
        select release_code
        from {{ ref("norm_releases") }}
        union
        select doc_id
        from {{ ref("published_documents") }}
    )
    and (figures.cell_id is null or not figures.is_corrected or corrections.expires_on < {{ build_date() }})
