-- Each region with itself and every region that it ever was a part of.
with parents as (select distinct region_code, parent_code from {{ ref("norm_regions") }} where parent_code is not null)

select distinct region_code, region_code as ancestor_code
from {{ ref("norm_regions") }}
union
select region_code, parent_code
from parents
union
select parents.region_code, above.parent_code
from parents
inner join parents as above on parents.parent_code = above.region_code
union
select parents.region_code, top.parent_code
from parents
inner join parents as above on parents.parent_code = above.region_code
inner join parents as top on above.parent_code = top.region_code
