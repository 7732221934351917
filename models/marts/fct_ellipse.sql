-- Standard deviational ellipse of each system and year, and how far and where its centre moved since the year before.
select
    results.system_code,
    results.variant_code,
    results.year,
    results.centre_longitude,
    results.centre_latitude,
    results.semi_major,
    results.semi_minor,
    results.rotation,
    results.flattening,
    results.perimeter,
    results.area,
    case variants.projection when 'degrees' then 'degree' else 'km' end as length_unit,
    results.shift_distance as shift_km,
    results.shift_bearing,
    cast(results.shift_regions as integer) as shift_regions,
    results.regions,
    variants.is_default,
    {{ results_tail("results") }},
    results.method_version
from {{ ref("calc_ellipse") }} as results
inner join {{ ref("ellipse_variants") }} as variants using (variant_code)
