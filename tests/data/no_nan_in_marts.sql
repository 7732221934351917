-- No number of a mart is NaN or infinite: what has no value is null.
{% set numbers = {
    "dim_indicator": ["lower_bound", "upper_bound"],
    "dim_method_variant": ["zero_shift"],
    "dim_region_succession": ["split_share"],
    "dim_system_indicator": ["contribution", "fixed_weight", "not_reported_share"],
    "fct_audit_finding": ["stated", "expected"],
    "fct_coupling": ["coupling_degree", "development", "coordination"],
    "fct_group_indicator": ["mean", "median", "standard_deviation_sample", "standard_deviation_population", "minimum", "maximum"],
    "fct_group_score": ["mean", "median", "standard_deviation_sample", "standard_deviation_population", "minimum", "maximum"],
    "fct_city_network": ["clustering", "closeness", "reached_share", "betweenness"],
    "fct_firm_city_year": ["surviving_capital_10k_cny", "new_capital_10k_cny", "exited_capital_10k_cny"],
    "fct_network": ["density", "mean_path", "reachable_share", "mean_clustering"],
    "fct_growth": ["first_value", "last_value", "annual_growth"],
    "fct_indicator_panel": ["value", "share_filled"],
    "fct_inequality": ["value", "value_low", "value_high"],
    "fct_normalised_value": ["normalised_value"],
    "fct_observation": ["value"],
    "fct_replication": ["printed_value", "recomputed_value", "recomputed_low", "recomputed_high", "difference"],
    "fct_revision": ["value_before", "value_after", "change", "relative_change"],
    "fct_score": ["score", "score_half_unit"],
    "fct_share": ["value", "whole_value", "share", "gap_to_largest_share"],
    "fct_weight": ["weight", "entropy", "divergence"],
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
