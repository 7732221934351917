-- Nation 100000, province AA0000, prefecture AABB00, county AABBCC, group scheme:group; a parent is of a higher level.
select spans.region_code, spans.level, spans.parent_code, parents.level as parent_level
from {{ ref("norm_regions") }} as spans
left join {{ ref("norm_regions") }} as parents on spans.parent_code = parents.region_code
where
    spans.level != case
        when spans.region_code = '100000'
        then 'nation'
        when contains(spans.region_code, ':')
        then 'group'
        when regexp_full_match(spans.region_code, '[1-8][0-9]0000')
        then 'province'
        when regexp_full_match(spans.region_code, '[1-6][0-9]{3}00')
        then 'prefecture'
        when regexp_full_match(spans.region_code, '[1-6][0-9]{5}')
        then 'county'
        else 'no level'
    end
    or not case
        when spans.level = 'nation'
        then spans.parent_code is null
        when spans.level in ('province', 'group')
        then parents.level = 'nation'
        when spans.level = 'prefecture'
        then parents.level = 'province'
        else parents.level in ('province', 'prefecture')
    end
    or (spans.level in ('prefecture', 'county') and left(spans.parent_code, 2) != left(spans.region_code, 2))
