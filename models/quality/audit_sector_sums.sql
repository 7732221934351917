-- Violations: a total that is not the sum of its sectors, all of one region, year and release.
with
    sums as (
        select
            parts.whole_code,
            observations.region_code,
            observations.year,
            observations.release_code,
            sum(observations.value order by parts.part_code) as sum_of_parts,
            sum(observations.half_unit order by parts.part_code) as half_unit,
            count(*) as parts_found
        from {{ ref("indicator_parts") }} as parts
        inner join {{ ref("norm_observations") }} as observations on parts.part_code = observations.indicator_code
        group by all
    )

select
    'sector_sums' as audit_code,
    concat_ws('|', sums.whole_code, sums.region_code, sums.year, sums.release_code) as subject,
    whole.value as stated,
    sums.sum_of_parts as expected,
    '总量与' || sums.parts_found || '个部门之和不符，见 ' || whole.cell_id as detail_zh,
    'the total is not the sum of its ' || sums.parts_found || ' sectors, see ' || whole.cell_id as detail_en
from sums
inner join
    {{ ref("norm_observations") }} as whole
    on sums.whole_code = whole.indicator_code
    and sums.region_code = whole.region_code
    and sums.year = whole.year
    and sums.release_code = whole.release_code
where
    sums.parts_found
    = (select count(*) from {{ ref("indicator_parts") }} as asked where asked.whole_code = sums.whole_code)
    -- Beyond what rounding and adjustment in the last places explain.
    and abs(whole.value - sums.sum_of_parts)
    > greatest(sums.half_unit + whole.half_unit, {{ var("sector_tolerance") }} * abs(whole.value))
