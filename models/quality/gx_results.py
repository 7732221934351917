"""Outcomes of the expectations that Great Expectations checks over the marts."""

from nianjian.quality import checks, worker


def model(dbt, session):
    variants = dbt.ref("dim_method_variant").df()[["variant_code", "normalisation"]]
    frames = {
        "dim_indicator": dbt.ref("dim_indicator").df(),
        "dim_region": dbt.ref("dim_region").df(),
        "dim_release": dbt.ref("dim_release").df(),
        "dim_system": dbt.ref("dim_system").df(),
        "fct_coupling": dbt.ref("fct_coupling").df(),
        "fct_growth": dbt.ref("fct_growth").df(),
        "fct_indicator_panel": dbt.ref("fct_indicator_panel").df(),
        "fct_inequality": dbt.ref("fct_inequality").df(),
        "fct_normalised_value": dbt.ref("fct_normalised_value").df().merge(variants),
        "fct_observation": dbt.ref("fct_observation").df(),
        "fct_replication": dbt.ref("fct_replication").df(),
        "fct_score": dbt.ref("fct_score").df(),
        "fct_share": dbt.ref("fct_share").df(),
        "fct_weight": dbt.ref("fct_weight").df(),
        "profile_gini_shares": dbt.ref("profile_gini_shares").df(),
        "profile_weight_sums": dbt.ref("profile_weight_sums").df(),
    }
    return worker.run(frames, checks.suites())
