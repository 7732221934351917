-- A label cannot be both a region and a subtotal.
select labels.label, names.region_code
from {{ ref("subtotal_labels") }} as labels
inner join {{ ref("norm_region_names") }} as names on lower({{ plain_text("labels.label") }}) = names.region_name
