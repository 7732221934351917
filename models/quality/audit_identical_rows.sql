-- Violations: two regions of one landed table that agree in every figure; one is likely a copy of the other.
with
    rows_of_figures as (
        select
            table_id,
            indicator_name,
            region_code,
            count(*) as figures,
            string_agg(value_text, ' ' order by first_year) as texts
        from {{ ref("norm_judged_figures") }}
        where
            origin = 'landed'
            and outcome in ('observed', 'repeated')
            and value != 0
            and release_code in (select release_code from {{ ref("norm_known_releases") }})
        group by all
    )

select
    'identical_rows' as audit_code,
    concat_ws('|', first.table_id, first.indicator_name, first.region_code, second.region_code) as subject,
    first.figures as stated,
    0 as expected,
    first.region_code || '与' || second.region_code || '的' || first.figures || '个数字全部相同' as detail_zh,
    'all '
    || first.figures
    || ' figures of '
    || first.region_code
    || ' and '
    || second.region_code
    || ' are the same' as detail_en
from rows_of_figures as first
inner join rows_of_figures as second using (table_id, indicator_name, figures, texts)
-- A handful of figures may well agree by chance.
where first.region_code < second.region_code and first.figures >= 5
