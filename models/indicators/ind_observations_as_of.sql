-- The figure that stands on the horizon: of each region, indicator and year, the one released last.
select observations.*, releases.published_on
from {{ ref("norm_observations") }} as observations
inner join {{ ref("norm_known_releases") }} as releases using (release_code)
-- Reported data always go before synthetic data; of two releases of one day the later code wins, so the choice is
-- stable.
qualify
    row_number() over (
        partition by region_code, indicator_code, year
        order by observations.is_synthetic, releases.published_on desc, release_code desc
    )
    = 1
