-- How far the rank of a region depends on the variant: over the variants of its system whose scores can differ.
with
    ranked as (
        select scores.*, systems.default_variant_code
        from {{ ref("fct_score") }} as scores
        inner join {{ ref("res_scored_variants") }} using (system_code, variant_code)
        inner join {{ ref("systems") }} as systems using (system_code)
    )

select
    system_code,
    subsystem_code,
    region_code,
    year,
    cast(count(*) as integer) as variants,
    cast(max(rank) filter (variant_code = default_variant_code) as integer) as default_rank,
    cast(min(rank) as integer) as best_rank,
    cast(max(rank) as integer) as worst_rank,
    cast(median(rank) as double) as median_rank,
    -- One variant says nothing of how far ranks depend on variants.
    case when count(*) > 1 then cast(max(rank) - min(rank) as integer) end as rank_interval,
    cast(count(*) filter (tier = 1) as double) / count(*) as top_tier_share,
    bool_or(is_synthetic) as is_synthetic,
    {{ release_horizon() }}
from ranked
group by system_code, subsystem_code, region_code, year
