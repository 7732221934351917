-- The scores that drivers explain, apart: what takes long is not done again when the score of another system changes.
select *
from {{ ref("res_method_scores") }}
where method_code in (select method_code from {{ ref("methods") }} where needs = 'drivers')
