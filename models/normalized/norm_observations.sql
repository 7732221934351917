-- Every figure of the releases known on the horizon.
select * exclude (published_on) from {{ ref("norm_release_observations") }} where published_on <= {{ as_of_date() }}
