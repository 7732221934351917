-- No number of a mart is NaN or infinite: what has no value is null.
{% set numbers = {
    "fct_observation": ["value"],
    "fct_indicator_panel": ["value", "share_filled"],
    "fct_normalised_value": ["normalised_value"],
    "fct_weight": ["weight", "entropy", "divergence"],
    "fct_score": ["score", "score_half_unit"],
    "fct_coupling": ["coupling_degree", "development", "coordination"],
    "fct_inequality": ["value", "value_low", "value_high"],
    "fct_share": ["share", "gap_to_largest_share"],
    "fct_growth": ["annual_growth"],
    "fct_group_score": ["mean", "median", "standard_deviation_sample"],
    "fct_group_indicator": ["mean", "median", "standard_deviation_sample"],
    "fct_replication": ["recomputed_value", "difference"],
} %}
{% for mart, columns in numbers.items() %}
    {% set outer = loop %}
    {% for column in columns %}
        select '{{ mart }}.{{ column }}' as place, count(*) as rows_found
        from {{ ref(mart) }}
        where isnan({{ column }}) or isinf({{ column }})
        having count(*) > 0
        {% if not (outer.last and loop.last) %}
            union all
        {% endif %}
    {% endfor %}
{% endfor %}
