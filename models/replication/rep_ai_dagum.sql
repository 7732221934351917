-- AI development: the Dagum table, its Gini coefficients and the shares of their parts.
with
    printed as (select * from {{ ref("rep_printed_results") }} where article = 'ai'),

    -- `东部` is a group of the scheme, `东-中` a pair of groups by the first character of each; `全国` is all.
    groups as (
        select group_code, name_zh as label, left(name_zh, 1) as initial
        from {{ ref("region_groups") }}
        where scheme_code = 'east_central_west_11_8_12'
    ),

    dagum_cells as (
        select
            printed.*,
            coalesce(one.group_code, pair_a.group_code, 'all') as group_a,
            coalesce(one.group_code, pair_b.group_code, 'all') as group_b
        from printed
        left join groups as one on printed.region_label = one.label
        left join
            groups as pair_a
            on contains(printed.region_label, '-')
            and split_part(printed.region_label, '-', 1) = pair_a.initial
        left join groups as pair_b on split_part(printed.region_label, '-', 2) = pair_b.initial
        where printed.measure similar to 'gini.*|share_.*'
    )

select
    cells.cell_id,
    results.variant_code,
    -- The paper prints shares in percent.
    results.value * percent.factor as recomputed_value,
    results.value_low * percent.factor as recomputed_low,
    results.value_high * percent.factor as recomputed_high
from dagum_cells as cells
cross join lateral(select case when starts_with(cells.measure, 'share_') then 100 else 1 end as factor) as percent
inner join
    {{ ref("fct_inequality") }} as results
    on results.system_code = 'ai_development'
    and results.subsystem_code = 'total'
    and results.scheme_code = 'east_central_west_11_8_12'
    and cells.measure = results.measure
    and cells.first_year = results.year
    and least(cells.group_a, cells.group_b) = least(results.group_code, results.other_group_code)
    and greatest(cells.group_a, cells.group_b) = greatest(results.group_code, results.other_group_code)
