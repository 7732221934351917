-- Derived indicators in their unit, for every region and year that has their parts and no reported figure of their own.
with
    computed as (
        select *
        from {{ ref("ind_derived_ratios") }}
        union all by name
        select *
        from {{ ref("ind_constant_prices") }}
    )

select
    computed.region_code,
    computed.indicator_code,
    computed.year,
    computed.release_code,
    computed.published_on,
    computed.source_code,
    computed.formula,
    computed.base_value / units.factor_to_base as value,
    units.unit_code,
    concat_ws('|', 'derived', computed.indicator_code, computed.region_code, computed.year) as cell_id,
    computed.is_synthetic
from computed
inner join {{ ref("indicators") }} as indicators using (indicator_code)
inner join {{ ref("units") }} as units using (unit_code)
anti join {{ ref("ind_observations_as_of") }} as reported using (region_code, indicator_code, year)
where computed.base_value is not null
