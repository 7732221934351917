-- Violations: a system without a row, of which an indicator has no figure at all, and no release is still to come. The
-- first three such indicators are named.
with
    waiting as (
        select
            system_code,
            indicators,
            len(indicators_without) as lacking,
            array_to_string(indicators_without[1:3], ', ')
            || case when len(indicators_without) > 3 then ', …' else '' end as named
        from {{ ref("ind_unscored_systems") }}
        where indicators_without is not null and not has_more_to_come
    )

select
    'systems_without_data' as audit_code,
    system_code as subject,
    indicators - lacking as stated,
    indicators as expected,
    indicators || '项指标中' || lacking || '项尚无数字：' || named as detail_zh,
    'no figure yet of ' || lacking || ' of ' || indicators || ' indicators: ' || named as detail_en
from waiting
