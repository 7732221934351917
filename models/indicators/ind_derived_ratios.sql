-- Derived indicators of one year, in base units: ratios, sums and products, growth on the year before, and the
-- structure upgrading index, for every region and year that has all parts. What divides by zero is null.
with
    asked as (select indicator_code, count(*) as parts from {{ ref("derived_parts") }} group by indicator_code),

    measured as (
        select *, count(*) over one as parts_found, sqrt(sum(base_value * base_value) over one) as length
        from {{ ref("ind_derived_parts") }}
        where formula in ('ratio', 'product', 'growth', 'angles')
        -- In one order: sums of floats depend on it.
        window
            one as (
                partition by indicator_code, region_code, year
                order by sort_order
                rows between unbounded preceding and unbounded following
            )
    ),

    summed as (
        select
            measured.indicator_code,
            measured.formula,
            measured.region_code,
            measured.year,
            sum(base_value order by sort_order) filter (role = 'numerator') as numerator,
            -- A sum has no denominator.
            coalesce(sum(base_value order by sort_order) filter (role = 'denominator'), 1) as denominator,
            product(base_value order by sort_order) as product_of_parts,
            -- Fu (2010): the angle to the axis of each sector counts as often as there are sectors from it upwards.
            case
                when any_value(length) > 0
                then sum((parts - sort_order + 1) * acos(base_value / length) order by sort_order)
            end as angles,
            arg_max(release_code, (published_on, release_code)) as release_code,
            max(published_on) as published_on,
            case when count(distinct source_code) = 1 then any_value(source_code) end as source_code,
            bool_or(is_synthetic) as is_synthetic
        from measured
        inner join asked on measured.indicator_code = asked.indicator_code and measured.parts_found = asked.parts
        group by measured.indicator_code, measured.formula, measured.region_code, measured.year
    )

select
    * exclude (numerator, denominator, product_of_parts, angles),
    case
        formula
        when 'angles'
        then angles
        when 'product'
        then product_of_parts
        when 'ratio'
        then case when denominator != 0 then numerator / denominator end
        else
            case
                when lag(year) over series = year - 1 and lag(numerator) over series != 0
                then numerator / lag(numerator) over series - 1
            end
    end as base_value
from summed
window series as (partition by indicator_code, region_code order by year)
