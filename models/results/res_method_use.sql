-- Which method of change, space and drivers is applied to which system, or why it is not.
with
    systems as (
        select system_code, count(distinct region_code) as regions, count(distinct year) as years, min(score) as lowest
        from {{ ref("res_default_scores") }}
        group by system_code
    ),

    -- A place needs both of its points.
    placed as (select region_code from {{ ref("region_centroids") }} group by region_code having count(*) = 2),

    homeless as (
        select system_code, count(distinct region_code) as regions
        from {{ ref("res_default_scores") }}
        anti join placed using (region_code)
        group by system_code
    )

select
    methods.method_code,
    systems.system_code,
    systems.regions,
    systems.years,
    case
        when systems.regions < methods.min_regions
        then 'too_few_regions'
        when systems.years < methods.min_years
        then 'too_few_years'
        when methods.is_non_negative and systems.lowest < 0
        then 'negative_scores'
        when methods.needs = 'places' and homeless.regions > 0
        then 'no_places'
        {% for need, table, column in [
            ("drivers", "system_drivers", "indicator_code"),
            ("pressures", "decoupling_pairs", "pressure_indicator_code"),
        ] %}
            when methods.needs = '{{ need }}' and systems.system_code not in (select system_code from {{ ref(table) }})
            then 'no_{{ need }}'
            when
                methods.needs = '{{ need }}'
                and systems.system_code not in (
                    select named.system_code
                    from {{ ref(table) }} as named
                    inner join
                        {{ ref("res_related_values") }} as known
                        on named.system_code = known.system_code
                        and named.{{ column }} = known.indicator_code
                )
            then 'no_data_of_{{ need }}'
        {% endfor %}
    end as reason_code
from systems
inner join {{ ref("methods") }} as methods on methods.applies_to = 'default_scores'
left join homeless using (system_code)
