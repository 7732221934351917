-- The parent of a region exists in every year of the region's span.
select spans.region_code, spans.valid_from, spans.valid_to, spans.parent_code
from {{ ref("norm_regions") }} as spans
left join
    {{ ref("norm_regions") }} as parents
    on spans.parent_code = parents.region_code
    and spans.valid_from <= coalesce(parents.valid_to, 2100)
    and parents.valid_from <= coalesce(spans.valid_to, 2100)
where spans.level != 'nation'
group by spans.region_code, spans.valid_from, spans.valid_to, spans.parent_code
having
    coalesce(
        sum(
            least(coalesce(spans.valid_to, 2100), coalesce(parents.valid_to, 2100))
            - greatest(spans.valid_from, parents.valid_from)
            + 1
        ),
        0
    )
    != coalesce(spans.valid_to, 2100) - spans.valid_from + 1
