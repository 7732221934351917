-- Violations: a whole that is not the sum of its parts, both of one release.
select
    'whole_parts' as audit_code,
    concat_ws('|', sums.check_code, sums.indicator_code, sums.year, sums.release_code) as subject,
    whole.value as stated,
    sums.sum_of_parts as expected,
    '合计与' || sums.parts_asked || '个部分之和不符，见 ' || whole.cell_id as detail_zh,
    'the whole is not the sum of its ' || sums.parts_asked || ' parts, see ' || whole.cell_id as detail_en
from {{ ref("ind_whole_part_sums") }} as sums
inner join {{ ref("whole_part_checks") }} as checks using (check_code)
inner join
    {{ ref("fct_observation") }} as whole
    on sums.whole_region_code = whole.region_code
    and sums.indicator_code = whole.indicator_code
    and sums.year = whole.year
    and sums.release_code = whole.release_code
where
    -- A sum that lacks a part says nothing about the whole.
    sums.parts_found = sums.parts_asked
    and abs(whole.value - sums.sum_of_parts) > checks.relative_tolerance * abs(whole.value)
