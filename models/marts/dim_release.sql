-- Releases: what a publisher put out at one time.
select
    releases.release_code,
    releases.source_code,
    sources.name_zh as source_name_zh,
    sources.name_en as source_name_en,
    releases.title,
    releases.edition,
    releases.published_on,
    releases.published_on_precision,
    releases.accessed_on,
    releases.licence,
    releases.maturity,
    releases.is_synthetic,
    releases.is_inferred,
    releases.note
from {{ ref("norm_releases") }} as releases
-- A folder may be a source that no seed names.
left join {{ ref("sources") }} as sources using (source_code)
