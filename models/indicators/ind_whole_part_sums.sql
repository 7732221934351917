-- The sum of the parts of each whole, by indicator, year and release.
with
    parts as (
        select
            checks.check_code,
            checks.whole_region_code,
            case checks.part_unit when 'group' then groups.region_code else members.region_code end as region_code
        from {{ ref("whole_part_checks") }} as checks
        inner join
            {{ ref("region_groups") }} as groups
            on checks.scheme_code = groups.scheme_code
            and coalesce(checks.group_code, groups.group_code) = groups.group_code
        left join
            {{ ref("region_group_members") }} as members
            on checks.part_unit = 'member'
            and groups.scheme_code = members.scheme_code
            and groups.group_code = members.group_code
    )

select
    parts.check_code,
    parts.whole_region_code,
    observations.indicator_code,
    observations.year,
    observations.release_code,
    sum(observations.value order by observations.region_code) as sum_of_parts,
    sum(observations.half_unit order by observations.region_code) as half_unit,
    count(*) as parts_found,
    (select count(*) from parts as others where others.check_code = parts.check_code) as parts_asked
from parts
inner join {{ ref("norm_observations") }} as observations using (region_code)
inner join {{ ref("indicators") }} as indicators using (indicator_code)
where indicators.is_additive
group by all
