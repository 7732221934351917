-- Which method of change, space and drivers is applied to the default score of which system, or why it is not.
select
    uses.method_code,
    methods.name_zh as method_name_zh,
    methods.name_en as method_name_en,
    uses.system_code,
    uses.reason_code is null as is_applied,
    uses.reason_code,
    cast(uses.regions as integer) as regions,
    cast(uses.years as integer) as years,
    {{ release_horizon() }}
from {{ ref("res_method_use") }} as uses
inner join {{ ref("methods") }} as methods using (method_code)
