"""Systems that ship without figures run as soon as their data land: nothing but files is added."""

import pytest

from tests.integration.changes.provinces import YEARS


@pytest.fixture(scope="module")
def landed(with_more):
    return with_more


def test_both_systems_have_scores_of_all_provinces_and_years(landed):
    for system in ("ai_proxies", "demographic_dividend"):
        found = landed.query(f"""
            select year, count(distinct region_code), count(distinct variant_code),
                min(score) >= 0 and max(score) <= 1, bool_and(is_synthetic)
            from marts.fct_score where system_code = '{system}' and subsystem_code = 'total'
            group by year order by year
        """)
        assert found == [(year, 31, 5, True, True) for year in YEARS], system
    assert (
        landed.query("""
        select subject, is_excused from quality.fct_audit_finding where audit_code = 'systems_without_data'
    """)
        == []
    )


def test_what_is_derived_is_worked_out_from_what_landed(landed):
    ((dependency, children, old),) = landed.query("""
        select
            max(value) filter (indicator_code = 'total_dependency_ratio'),
            max(value) filter (indicator_code = 'child_dependency_ratio'),
            max(value) filter (indicator_code = 'old_age_dependency_ratio')
        from (
            select indicator_code, value from marts.fct_indicator_panel
            where system_code = 'demographic_dividend' and region_code = '440000' and year = 2020
            union all
            select indicator_code, value from marts.fct_observation
            where region_code = '440000' and year = 2020 and release_code = 'tidy_2024_03'
        )
    """)
    assert dependency == pytest.approx(children + old)
    ((inflow, residents, registered),) = landed.query("""
        select
            any_value(panel.value),
            any_value(facts.value) filter (facts.indicator_code = 'resident_population'),
            any_value(facts.value) filter (facts.indicator_code = 'registered_population')
        from marts.fct_indicator_panel as panel
        inner join marts.fct_observation as facts using (region_code, year)
        where panel.system_code = 'demographic_dividend' and panel.indicator_code = 'net_inflow_rate'
            and region_code = '440000' and year = 2020 and facts.release_code = 'tidy_2024_03'
    """)
    assert inflow == pytest.approx(100 * (residents - registered) / registered)


def test_drivers_that_have_landed_are_detected_and_the_others_named(landed):
    detected = landed.query("""
        select distinct indicator_code from marts.fct_geodetector where system_code = 'ai_proxies' order by 1
    """)
    assert [code for (code,) in detected] == [
        "consumption_rate",
        "gdp_per_capita",
        "government_intervention",
        "rd_staff_fte",
        "structure_upgrading_index",
    ]
    applied = dict(
        landed.query("""
        select method_code, is_applied from marts.fct_method_use where system_code = 'ai_proxies'
    """)
    )
    assert applied.pop("decoupling") is False
    assert all(applied.values()), applied


def test_scores_are_summed_up_by_roles_of_the_value_chain(landed):
    found = landed.query("""
        select scheme_code, sum(regions)
        from marts.fct_group_score
        where system_code = 'ai_proxies' and variant_code = 'entropy_pooled' and subsystem_code = 'total'
            and year = 2022 and scheme_code like 'value_chain%'
        group by scheme_code order by scheme_code
    """)
    assert found == [("value_chain_clusters", 31), ("value_chain_roles", 31)]
    means = landed.query("""
        select groups.mean, avg(scores.score)
        from marts.fct_group_score as groups
        inner join marts.dim_region_group as members using (scheme_code, group_code)
        inner join marts.fct_score as scores
            on (scores.system_code, scores.variant_code, scores.subsystem_code, scores.year, scores.region_code)
            = (groups.system_code, groups.variant_code, groups.subsystem_code, groups.year, members.region_code)
        where groups.system_code = 'ai_proxies' and scheme_code = 'value_chain_clusters' and groups.subsystem_code = 'total'
        group by all
    """)
    assert len(means) >= 6 * len(YEARS)
    for stated, counted in means:
        assert stated == pytest.approx(counted)
