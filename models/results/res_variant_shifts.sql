-- How far ranks differ between two variants of a system, by year: mean and largest shift, and Spearman's correlation.
with
    placed as (
        select
            ranks.system_code,
            ranks.variant_code,
            ranks.region_code,
            ranks.year,
            ranks.rank,
            -- Equal scores share the mean of their places.
            rank() over (of_year order by scores.score desc)
            + (count(*) over (partition by ranks.system_code, ranks.variant_code, ranks.year, scores.score) - 1)
            / 2.0 as place
        from {{ ref("calc_ranks") }} as ranks
        inner join
            {{ ref("calc_scores") }} as scores using (system_code, variant_code, subsystem_code, region_code, year)
        where ranks.subsystem_code = 'total'
        window of_year as (partition by ranks.system_code, ranks.variant_code, ranks.year)
    )

select
    pairs.system_code,
    pairs.variant_code,
    pairs.other_variant_code,
    pairs.option_code,
    pairs.difference,
    lefts.year,
    count(*) as regions,
    avg(abs(lefts.rank - rights.rank)) as mean_shift,
    max(abs(lefts.rank - rights.rank)) as largest_shift,
    -- Of few places, or of places that are all equal, there is no correlation worth the name.
    case
        when
            count(*) >= {{ var("least_regions_spearman") }}
            and max(lefts.place) > min(lefts.place)
            and max(rights.place) > min(rights.place)
        then corr(lefts.place, rights.place order by lefts.region_code)
    end as spearman
from {{ ref("res_variant_pairs") }} as pairs
inner join placed as lefts on pairs.system_code = lefts.system_code and pairs.variant_code = lefts.variant_code
inner join
    placed as rights
    on pairs.system_code = rights.system_code
    and pairs.other_variant_code = rights.variant_code
    and lefts.region_code = rights.region_code
    and lefts.year = rights.year
group by all
