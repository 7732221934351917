-- What a publisher changed: each figure that differs from the one in the same source's release before.
with
    in_order as (
        select
            releases.source_code,
            observations.*,
            lag(observations.release_code) over series as from_release_code,
            lag(observations.value) over series as value_before,
            lag(observations.half_unit) over series as half_unit_before,
            lag(observations.cell_id) over series as cell_id_before
        from {{ ref("norm_observations") }} as observations
        inner join {{ ref("norm_known_releases") }} as releases using (release_code)
        window
            series as (
                partition by releases.source_code, observations.is_synthetic, region_code, indicator_code, year
                order by releases.published_on, release_code
            )
    ),

    -- A note that speaks of a revision gives its reason.
    reasons as (
        select release_code, source_file, string_agg(distinct trim(value_text), ' ' order by trim(value_text)) as reason
        from {{ ref("stg_landing__cells") }}
        where role = 'note' and regexp_matches(value_text, '修订|普查|调整|重算')
        group by release_code, source_file
    )

select
    in_order.source_code,
    in_order.region_code,
    in_order.indicator_code,
    in_order.year,
    in_order.from_release_code,
    in_order.release_code as to_release_code,
    in_order.value_before,
    in_order.value as value_after,
    in_order.value - in_order.value_before as change,
    (in_order.value - in_order.value_before) / nullif(abs(in_order.value_before), 0) as relative_change,
    in_order.unit_code,
    -- Half a unit of the coarser figure: 10 became 10.3, and not 10.0 became 10.1.
    abs(in_order.value - in_order.value_before)
    <= greatest(in_order.half_unit, in_order.half_unit_before) * (1 + 1e-9) as is_within_rounding,
    reasons.reason,
    in_order.cell_id_before,
    in_order.cell_id as cell_id_after,
    in_order.is_synthetic
from in_order
left join reasons using (release_code, source_file)
-- A converted value carries the rounding of its conversion: two that agree to twelve digits are one.
where abs(in_order.value - in_order.value_before) > 1e-12 * greatest(abs(in_order.value), abs(in_order.value_before))
