-- What became of each work report: counted, the same as another, held back with the reason, not yet released, or
-- refused.
with
    resolved as (
        select
            files.*,
            regions.region_code,
            regions.holds_in_year,
            releases.published_on,
            releases.is_known,
            releases.is_synthetic,
            case
                when files.refusal is not null
                then null
                when files.year > year(releases.published_on)
                then 'year_after_release'
                when regions.regions_found > 1
                then 'ambiguous_region'
                when regions.region_code is null
                then 'unknown_region'
            end as reason_code
        from {{ ref("stg_reports__files") }} as files
        left join {{ ref("norm_releases") }} as releases using (release_code)
        left join
            {{ ref("norm_figure_regions") }} as regions
            on regions.table_id = 'reports|' || files.release_code
            and files.region_label = regions.region_label
            and files.year = regions.first_year
    ),

    -- Two reports of one region, year and release: one text given twice counts once, two texts are both held back.
    repeated as (
        select
            source_file,
            min(sha256) over same_key != max(sha256) over same_key as is_conflicting,
            row_number() over (partition by release_code, region_code, year order by source_file) > 1 as is_repeat
        from resolved
        where refusal is null and reason_code is null
        window same_key as (partition by release_code, region_code, year)
    )

select
    resolved.* exclude (reason_code, is_known),
    case when repeated.is_conflicting then 'conflicting_reports' else resolved.reason_code end as reason_code,
    case
        when resolved.refusal is not null
        then 'refused'
        when resolved.reason_code is not null or repeated.is_conflicting
        then 'quarantined'
        when repeated.is_repeat
        then 'same_content'
        when not resolved.is_known
        then 'not_yet_released'
        else 'counted'
    end as outcome
from resolved
left join repeated using (source_file)
