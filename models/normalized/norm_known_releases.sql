-- The releases known on the horizon: whatever reads figures by their release takes them from here.
select * exclude (is_known) from {{ ref("norm_releases") }} where is_known
