-- Series in the prices of a base year, in base units: the level of that year, moved by indices with the year before as
-- 100. Years that a missing index parts from the base year have none.
with
    levels as (
        select parts.indicator_code, parts.region_code, parts.base_value as base_level, formulas.base_year
        from {{ ref("ind_derived_parts") }} as parts
        inner join {{ ref("derived_indicators") }} as formulas using (indicator_code)
        where parts.role = 'level' and parts.year = formulas.base_year
    ),

    chained as (
        select
            indices.*,
            levels.base_level,
            levels.base_year,
            -- Years without a gap between them share a run.
            year - row_number() over series as run,
            product(indices.part_value / 100) over series as chain
        from {{ ref("ind_derived_parts") }} as indices
        inner join levels using (indicator_code, region_code)
        where indices.role = 'index' and indices.part_value > 0
        window series as (partition by indicator_code, region_code order by year)
    ),

    -- The year before a run needs no index of its own.
    reached as (
        select indicator_code, region_code, run, base_level, base_year, year, chain
        from chained
        union all
        select
            indicator_code,
            region_code,
            run,
            base_level,
            base_year,
            min(year) - 1,
            arg_min(chain, year) / (arg_min(part_value, year) / 100)
        from chained
        group by indicator_code, region_code, run, base_level, base_year
    ),

    based as (
        select
            *, max(chain) filter (year = base_year) over (partition by indicator_code, region_code, run) as base_chain
        from reached
    )

select
    based.indicator_code,
    'constant_price' as formula,
    based.region_code,
    based.year,
    based.base_level * based.chain / based.base_chain as base_value,
    parts.release_code,
    parts.published_on,
    parts.source_code,
    parts.is_synthetic
from based
inner join
    (
        select
            indicator_code,
            region_code,
            arg_max(release_code, (published_on, release_code)) as release_code,
            max(published_on) as published_on,
            case when count(distinct source_code) = 1 then any_value(source_code) end as source_code,
            bool_or(is_synthetic) as is_synthetic
        from {{ ref("ind_derived_parts") }}
        where formula = 'constant_price'
        group by indicator_code, region_code
    ) as parts using (indicator_code, region_code)
where based.base_chain is not null
