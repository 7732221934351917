-- Every figure of the releases known on the horizon.
select observations.* exclude (published_on)
from {{ ref("norm_release_observations") }} as observations
semi join {{ ref("norm_known_releases") }} as releases using (release_code)
