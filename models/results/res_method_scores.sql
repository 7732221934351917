-- The scores that each method of change, space and drivers is applied to.
select uses.method_code, scores.system_code, scores.region_code, scores.year, scores.score
from {{ ref("res_method_use") }} as uses
inner join {{ ref("res_default_scores") }} as scores using (system_code)
where uses.reason_code is null
