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
    "fct_density": ["score", "density", "bandwidth"],
    "fct_markov": ["value"],
    "fct_decoupling": ["elasticity", "pressure_change", "driver_change"],
    "fct_decoupling_move": ["probability"],
    "fct_ellipse": ["centre_longitude", "centre_latitude", "semi_major", "semi_minor", "rotation", "flattening", "perimeter", "area", "shift_km", "shift_bearing"],
    "fct_hot_spot": ["z", "p", "p_adjusted"],
    "fct_moran": ["i", "expected", "variance_normal", "z_normal", "p_normal", "variance_random", "z_random", "p_random", "p_permuted"],
    "fct_local_moran": ["i", "lag", "p_permuted"],
    "fct_geodetector": ["q", "p", "f", "noncentrality"],
    "fct_geodetector_pair": ["q"],
    "fct_forest_size": ["error"],
    "fct_driver_importance": ["importance", "standard_deviation"],
    "fct_driver_validation": ["r2", "mean_absolute_error"],
    "fct_partial_dependence": ["value", "score"],
    "fct_rank_robustness": ["median_rank", "top_tier_share"],
    "fct_option_effect": ["mean_absolute_shift", "mean_spearman", "lowest_spearman"],
    "fct_derived_part": ["coefficient", "part_value"],
    "fct_growth": ["first_value", "last_value", "annual_growth"],
    "fct_indicator_panel": ["value", "share_filled"],
    "fct_inequality": ["value", "value_low", "value_high"],
    "fct_normalised_value": ["normalised_value"],
    "fct_observation": ["value"],
    "fct_printed_weight": ["printed_weight", "weight", "lowest_weight", "highest_weight", "difference"],
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
