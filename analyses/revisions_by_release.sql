-- What each release changed against the one before of its source: how many figures, how far, and why if a note says so.
-- 每次发布相对同一来源前一次修订了多少、多大、注释给出的原因。
select
    to_release_code,
    from_release_code,
    indicators.name_zh,
    indicators.name_en,
    count(*) as figures_revised,
    min(relative_change) as lowest_change,
    median(relative_change) as median_change,
    max(relative_change) as highest_change,
    any_value(reason) as reason
from {{ ref("fct_revision") }}
inner join {{ ref("dim_indicator") }} as indicators using (indicator_code)
where not is_within_rounding
group by all
order by to_release_code, figures_revised desc
